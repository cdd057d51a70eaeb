// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.cluster.UnconfirmedCommit;
import dev.storageport.postgres.internal.connection.Errors;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applies writes on one connection. What was written is decided by the rows that a statement returns, never by counts. A single
 * write is one statement, and so atomic by itself; several writes need a transaction around them.
 */
public final class WriteExecutor {

    private static final WriteOutcome NOT_APPLIED = new WriteOutcome.NotApplied();

    private final Map<String, CollectionSql> collections;
    private final Statements statements;
    private final Errors errors;
    private final boolean autocommit;

    /**
     * Creates the executor.
     *
     * @param autocommit whether each statement commits by itself, so that a lost answer leaves its outcome open
     */
    public WriteExecutor(
            Map<String, CollectionSql> collections, Statements statements, Errors errors, boolean autocommit) {
        this.collections = collections;
        this.statements = statements;
        this.errors = errors;
        this.autocommit = autocommit;
    }

    /** Applies writes in their order and returns their outcomes. */
    public List<WriteOutcome> write(List<Write> writes) {
        if (writes.size() == 1) {
            Write only = writes.get(0);
            return List.of(outcome(write(WriteBatch.single(only)), only));
        }
        Map<String, Map<String, WriteOutcome>> outcomes = new HashMap<>();
        for (WriteBatch batch : WriteBatch.split(writes)) {
            outcomes.computeIfAbsent(batch.collection().name(), collection -> new HashMap<>())
                    .putAll(batch.mayMeetItself() ? writeOrSingly(batch) : write(batch));
        }
        return writes.stream()
                .map(write -> outcome(outcomes.getOrDefault(write.collection().name(), Map.of()), write))
                .toList();
    }

    /** Returns what became of a write, given the outcomes of those that were applied. */
    public static WriteOutcome outcome(Map<String, WriteOutcome> applied, Write write) {
        return applied.getOrDefault(write.key(), NOT_APPLIED);
    }

    /**
     * Applies a batch, its contents included.
     *
     * @return the outcomes, by key, of what was applied
     */
    public Map<String, WriteOutcome> write(WriteBatch batch) {
        try {
            return execute(batch);
        } catch (SQLException error) {
            throw failed(error, batch);
        }
    }

    /**
     * Writes all at once, which meets no value of another as a rule, since most have no value before. If it does, one after another.
     */
    private Map<String, WriteOutcome> writeOrSingly(WriteBatch batch) {
        Map<String, WriteOutcome> outcomes = new HashMap<>();
        try {
            Savepoint before = statements.connection().setSavepoint();
            try {
                outcomes.putAll(execute(batch));
                statements.connection().releaseSavepoint(before);
                return outcomes;
            } catch (SQLException failure) {
                if (!Errors.isUniqueViolation(failure)) {
                    throw failure;
                }
                statements.connection().rollback(before);
            }
        } catch (SQLException error) {
            throw failed(error, batch);
        }
        batch.singles().forEach(single -> outcomes.putAll(write(single)));
        return outcomes;
    }

    /**
     * Applies writes that are known to apply, and commits, all of it in one round trip: the server skips the COMMIT if a write fails.
     *
     * @param writes each with the condition that it is known to meet
     */
    public void writeAndCommit(List<Write> writes) {
        List<WriteBatch> batches = writes.stream().map(WriteBatch::single).toList();
        List<WriteStatement> parts = batches.stream().map(this::statement).toList();
        String text = parts.stream().map(WriteStatement::text).collect(Collectors.joining("; ", "", "; COMMIT"));
        try (PreparedStatement statement = statements.prepare(text)) {
            int at = 1;
            for (int i = 0; i < parts.size(); i++) {
                at = parts.get(i).bind(statements, statement, at, batches.get(i));
            }
            if (rows(statement) != writes.size()) {
                throw notAsSeen(writes);
            }
            UnconfirmedCommit.refuse(statement.getWarnings());
        } catch (SQLException error) {
            throw failed(error, writes);
        }
    }

    /** Returns how many rows all the statements of a text return. */
    private static int rows(PreparedStatement statement) throws SQLException {
        int rows = 0;
        boolean isResult = statement.execute();
        while (isResult || statement.getUpdateCount() != -1) {
            if (isResult) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows++;
                    }
                }
            }
            isResult = statement.getMoreResults();
        }
        return rows;
    }

    /** Returns the failure that a record is not as a serializable transaction has read it, which no sound server lets happen. */
    public static StorageFailureException notAsSeen(List<Write> writes) {
        return new StorageFailureException(
                place(writes)
                        + ": what this transaction had read was changed without a conflict; is the database serializable?",
                null);
    }

    private StorageException failed(SQLException error, List<Write> writes) {
        Optional<Write> refused = writes.size() == 1
                ? Optional.of(writes.get(0))
                : errors.refusal(error)
                        .flatMap(refusal -> writes.stream()
                                .filter(write -> new RefusedValue(refusal.index(), refusal.detail())
                                        .keyIn(WriteBatch.single(write))
                                        .isPresent())
                                .findFirst());
        return errors.of(
                error,
                refused.map(write -> Errors.Attempt.write(write.collection(), write.key(), true))
                        .orElseGet(() -> new Errors.Attempt(place(writes), null, true)));
    }

    private static String place(List<Write> writes) {
        return writes.stream()
                .map(write -> write.collection().name())
                .distinct()
                .collect(Collectors.joining(", ", "collection ", ""));
    }

    private StorageException failed(SQLException error, WriteBatch batch) {
        Optional<String> key = batch.writes().size() == 1
                ? Optional.of(batch.writes().get(0).key())
                : errors.refusal(error)
                        .flatMap(refusal -> new RefusedValue(refusal.index(), refusal.detail()).keyIn(batch));
        return errors.of(error, Errors.Attempt.write(batch.collection(), key.orElse(null), autocommit));
    }

    private WriteStatement statement(WriteBatch batch) {
        return CollectionSql.of(batch.collection(), collections).writes().write(batch);
    }

    private Map<String, WriteOutcome> execute(WriteBatch batch) throws SQLException {
        WriteStatement write = statement(batch);
        try (PreparedStatement statement = statements.prepare(write.text())) {
            write.bind(statements, statement, 1, batch);
            Map<String, WriteOutcome> outcomes = outcomes(statement, batch);
            UnconfirmedCommit.refuse(statement.getWarnings());
            return outcomes;
        }
    }

    private static Map<String, WriteOutcome> outcomes(PreparedStatement statement, WriteBatch batch)
            throws SQLException {
        try (ResultSet written = statement.executeQuery()) {
            Map<String, WriteOutcome> outcomes = new HashMap<>(batch.writes().size() * 2);
            while (written.next()) {
                outcomes.put(written.getString(1), outcome(batch.kind(), written));
            }
            return outcomes;
        }
    }

    private static WriteOutcome outcome(WriteKind kind, ResultSet row) throws SQLException {
        return kind == WriteKind.DELETE
                ? new WriteOutcome.Deleted()
                : new WriteOutcome.Written(row.getLong(2), Values.instant(row, 3), Values.instant(row, 4));
    }
}
