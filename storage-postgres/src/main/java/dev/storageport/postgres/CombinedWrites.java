// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.WriteKind.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes of single documents, those of one collection that do the same in one statement.
 *
 * <pre>
 * [a b c d]              one statement, which waits briefly for a lock; the server refuses it, so nothing is applied
 * [a b] ok  [c d]        the halves, which wait no longer
 *           [c] ok [d]   d alone has its own failure, or is left to wait for its lock alone
 * </pre>
 *
 * An outcome is empty if the document is locked by somebody.
 */
final class CombinedWrites implements Combiner.Work<Write, Optional<WriteOutcome>> {

    /** Longer than other statements hold a lock, and short for all others that wait for the lane. */
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    /** The least that the server can wait, for statements whose documents have been waited for. */
    private static final Duration HARDLY = Duration.ofMillis(1);

    /** So that a statement stays below 16 MB. */
    private static final int LARGEST_BODY = 64 * 1024;

    private static final Comparator<Write> BY_KEY = Comparator.comparing(Write::key, CodePointOrder.INSTANCE);

    private final SingleStatements statements;
    private final Function<Write, Object> conflictKeyOf;

    CombinedWrites(SingleStatements statements, Function<Write, Object> claim) {
        this.statements = statements;
        this.conflictKeyOf = claim;
    }

    static boolean canCombine(Write write) {
        return !(write instanceof Write.Reindex)
                && Content.of(write) != Content.REPLACE
                && !(write instanceof Write.Put put && put.bodyBytes() > LARGEST_BODY);
    }

    @Override
    public boolean canShareBatch(Write first, Write next) {
        return WriteKind.of(first) == WriteKind.of(next)
                && Content.of(first) == Content.of(next)
                && first.collection().name().equals(next.collection().name());
    }

    @Override
    public Object conflictKey(Write write) {
        return conflictKeyOf.apply(write);
    }

    @Override
    public List<Outcome<Optional<WriteOutcome>>> run(List<Write> batch) {
        if (batch.size() == 1) {
            return List.of(new Outcome.Value<>(alone(batch.get(0), BRIEFLY, 1)));
        }
        Map<String, Outcome<Optional<WriteOutcome>>> outcomes = new HashMap<>(batch.size() * 2);
        List<Write> sorted = new ArrayList<>(batch);
        sorted.sort(BY_KEY);
        apply(sorted, BRIEFLY, batch.size(), outcomes);
        return batch.stream().map(write -> outcomes.get(write.key())).toList();
    }

    private Optional<WriteOutcome> alone(Write write, Duration longestWait, int callers) {
        try {
            return Optional.of(statements.write(
                    callers, doing(write), write.key(), writer -> writer.writeBriefly(write, longestWait)));
        } catch (StorageTimeoutException failure) {
            if (SharedFailures.isLockTimeout(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static String doing(Write write) {
        return "write to collection " + write.collection().name();
    }

    /** Applies writes and enters an outcome for each. */
    private void apply(
            List<Write> writes,
            Duration longestWait,
            int callers,
            Map<String, Outcome<Optional<WriteOutcome>>> outcomes) {
        Write first = writes.get(0);
        try {
            if (writes.size() == 1) {
                outcomes.put(first.key(), new Outcome.Value<>(alone(first, longestWait, callers)));
                return;
            }
            Map<String, WriteOutcome> written =
                    statements.write(callers, doing(first), null, writer -> writer.writeTogether(writes, longestWait));
            for (Write write : writes) {
                WriteOutcome outcome = written.getOrDefault(write.key(), new WriteOutcome.NotApplied());
                outcomes.put(write.key(), new Outcome.Value<>(Optional.of(outcome)));
            }
        } catch (StorageException failure) {
            if (writes.size() > 1 && SharedFailures.mayBeOfOneRow(failure)) {
                int half = writes.size() / 2;
                apply(writes.subList(0, half), HARDLY, callers, outcomes);
                apply(writes.subList(half, writes.size()), HARDLY, callers, outcomes);
            } else {
                writes.forEach(write -> outcomes.put(write.key(), new Outcome.Failure<>(SharedFailures.copy(failure))));
            }
        }
    }
}
