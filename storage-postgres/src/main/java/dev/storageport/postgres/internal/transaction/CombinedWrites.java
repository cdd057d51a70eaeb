// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.StorageException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.statement.WriteBatch;
import dev.storageport.postgres.internal.statement.WriteExecutor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Writes of single documents, those of one collection that do the same in one statement.
 *
 * <pre>
 * [a b c d]              one statement, which waits briefly for a lock; the server refuses it, so nothing is applied
 * [a b] ok  [c d]        the halves, which wait no longer
 *           [c] ok [d]   d alone has its own failure, or is left to wait for its lock alone
 * </pre>
 *
 * An outcome is empty if the document, or the whole collection, is locked by somebody.
 */
final class CombinedWrites implements Combiner.Work<Write, Optional<WriteOutcome>> {

    /** Longer than other statements hold a lock, and short for all others that wait for the lane. */
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    /** The least that the server can wait, for statements whose documents have been waited for. */
    private static final Duration HARDLY = Duration.ofMillis(1);

    /** Data, constraints, limits of a row, and locks. */
    private static final Pattern OF_ONE_ROW = Pattern.compile("(22|23|54)...|" + LockTimeouts.STATE);

    private static final Comparator<Write> BY_KEY = Comparator.comparing(Write::key, CodePointOrder.INSTANCE);

    private final SingleStatements statements;
    private final Path path;
    private final Set<String> lockedTables;

    /**
     * Creates them.
     *
     * @param lockedTables takes the names of collections that a whole statement could not get at
     */
    CombinedWrites(SingleStatements statements, Path path, Set<String> lockedTables) {
        this.statements = statements;
        this.path = path;
        this.lockedTables = lockedTables;
    }

    @Override
    public boolean canShareBatch(Write first, Write next) {
        return Combinable.together(first, next);
    }

    @Override
    public Object conflictKey(Write write) {
        return Combinable.document(write);
    }

    @Override
    public List<Outcome<Optional<WriteOutcome>>> run(List<Write> batch) {
        List<Write> sorted = batch.stream().sorted(BY_KEY).toList();
        Map<String, Outcome<Optional<WriteOutcome>>> outcomes = outcomes(sorted, BRIEFLY, batch.size());
        return batch.stream()
                .map(write -> Objects.requireNonNull(outcomes.get(write.key())))
                .toList();
    }

    /** Applies writes and returns the outcome of each, by key. */
    private Map<String, Outcome<Optional<WriteOutcome>>> outcomes(
            List<Write> writes, Duration longestWait, int callers) {
        WriteBatch batch = WriteBatch.of(writes, path.shape(writes.size()));
        try {
            Map<String, WriteOutcome> applied = statements.write(callers, batch, longestWait);
            return each(writes, write -> new Outcome.Value<>(Optional.of(WriteExecutor.outcome(applied, write))));
        } catch (StorageException failure) {
            if (LockTimeouts.is(failure) && statements.isLocked(batch.collection())) {
                // Each part would wait for it too.
                lockedTables.add(batch.collection().name());
                return each(writes, write -> new Outcome.Value<>(Optional.empty()));
            }
            if (writes.size() > 1 && mayBeOfOneRow(failure)) {
                int half = writes.size() / 2;
                Map<String, Outcome<Optional<WriteOutcome>>> both = outcomes(writes.subList(0, half), HARDLY, callers);
                both.putAll(outcomes(writes.subList(half, writes.size()), HARDLY, callers));
                return both;
            }
            return LockTimeouts.is(failure)
                    ? each(writes, write -> new Outcome.Value<>(Optional.empty()))
                    : each(writes, write -> new Outcome.Failure<>(failure));
        }
    }

    private static <R> Map<String, R> each(List<Write> writes, Function<Write, R> outcome) {
        Map<String, R> outcomes = new HashMap<>(writes.size() * 2);
        writes.forEach(write -> outcomes.put(write.key(), outcome.apply(write)));
        return outcomes;
    }

    /** Returns whether a statement that was applied to many rows may have failed because of one of them, or of many together. */
    private static boolean mayBeOfOneRow(StorageException failure) {
        return failure instanceof TransactionConflictException
                || failure instanceof UniqueViolationException
                || (failure.getCause() instanceof SQLException error
                        && OF_ONE_ROW.matcher(Errors.state(error)).matches());
    }
}
