// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.StorageException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.statement.WriteKind.Content;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies writes on one connection. What was written is decided by the rows that a statement returns, never by counts. A single
 * write is one statement, and so atomic by itself; several writes need a transaction around them.
 */
public final class WriteExecutor {

    /** Waits for a lock as long as the session lets it. */
    public static final Duration UNBOUNDED = Duration.ZERO;

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
            return List.of(outcome(write(WriteBatch.single(only), UNBOUNDED), only));
        }
        Map<String, Map<String, WriteOutcome>> outcomes = new HashMap<>();
        for (WriteBatch batch : WriteBatch.split(writes)) {
            outcomes.computeIfAbsent(batch.collection().name(), collection -> new HashMap<>())
                    .putAll(batch.mayMeetItself() ? writeOrSingly(batch) : write(batch, UNBOUNDED));
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
     * @param longestWait how long it waits for each lock at most; a batch whose contents are not part of its statement has no bound
     * @return the outcomes, by key, of what was applied
     */
    public Map<String, WriteOutcome> write(WriteBatch batch, Duration longestWait) {
        try {
            Map<String, WriteOutcome> outcomes = execute(batch, longestWait);
            changeContents(batch, outcomes);
            return outcomes;
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
                outcomes.putAll(execute(batch, UNBOUNDED));
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
        batch.singles().forEach(single -> outcomes.putAll(write(single, UNBOUNDED)));
        return outcomes;
    }

    private StorageException failed(SQLException error, WriteBatch batch) {
        Optional<String> key = batch.writes().size() == 1
                ? Optional.of(batch.writes().get(0).key())
                : errors.refusal(error)
                        .flatMap(refusal -> new RefusedValue(refusal.index(), refusal.detail()).keyIn(batch));
        return errors.of(error, Errors.Attempt.write(batch.collection(), key.orElse(null), autocommit));
    }

    private WriteSql sql(CollectionDefinition collection) {
        return CollectionSql.of(collection, collections).writes();
    }

    private Map<String, WriteOutcome> execute(WriteBatch batch, Duration longestWait) throws SQLException {
        WriteSql sql = sql(batch.collection());
        boolean brief = !longestWait.equals(UNBOUNDED);
        try (PreparedStatement statement = statements.prepare(sql.write(batch, brief))) {
            int at = 1;
            if (brief) {
                statement.setString(at++, Long.toString(longestWait.toMillis()));
            }
            at = bind(statement, at, sql.columns(batch), batch);
            if (batch.shape() == Shape.SINGLE
                    && batch.writes().get(0) instanceof Write.Put put
                    && put.content() instanceof ContentChange.Replace replace) {
                statement.setBytes(at++, replace.frame().bytes());
                statement.setInt(at, replace.frame().rawBytes());
            }
            return outcomes(statement, batch);
        }
    }

    private int bind(PreparedStatement statement, int from, List<WriteColumn> columns, WriteBatch batch)
            throws SQLException {
        int at = from;
        for (WriteColumn column : columns) {
            if (batch.shape() == Shape.SINGLE) {
                Values.bind(statement, at++, column.value().apply(batch.writes().get(0)));
            } else {
                statements.setTexts(statement, at++, texts(column, batch.writes()));
            }
        }
        return at;
    }

    private static @Nullable String[] texts(WriteColumn column, List<Write> writes) {
        @Nullable String[] texts = new String[writes.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Values.text(column.value().apply(writes.get(i)));
        }
        return texts;
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

    /** Changes the contents that the statement of a batch left as they were, of those that were applied. */
    private void changeContents(WriteBatch batch, Map<String, WriteOutcome> applied) throws SQLException {
        List<Write.Put> replaced = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Write.Put put : batch.contentsLeft()) {
            if (applied.containsKey(put.key())) {
                if (Content.of(put) == Content.REPLACE) {
                    replaced.add(put);
                } else {
                    removed.add(put.key());
                }
            }
        }
        if (!replaced.isEmpty()) {
            replaceContents(batch.collection(), replaced);
        }
        if (!removed.isEmpty()) {
            try (PreparedStatement statement =
                    statements.prepare(sql(batch.collection()).removeContents())) {
                statements.setTexts(statement, 1, removed.toArray(String[]::new));
                statement.executeUpdate();
            }
        }
    }

    private void replaceContents(CollectionDefinition collection, List<Write.Put> puts) throws SQLException {
        String[] keys = new String[puts.size()];
        byte[][] frames = new byte[puts.size()][];
        Integer[] rawBytes = new Integer[puts.size()];
        for (int i = 0; i < keys.length; i++) {
            ContentChange.Replace replace = (ContentChange.Replace) puts.get(i).content();
            keys[i] = puts.get(i).key();
            frames[i] = replace.frame().bytes();
            rawBytes[i] = replace.frame().rawBytes();
        }
        try (PreparedStatement statement = statements.prepare(sql(collection).replaceContents())) {
            statements.setTexts(statement, 1, keys);
            statement.setArray(2, statements.connection().createArrayOf("bytea", frames));
            statement.setArray(3, statements.connection().createArrayOf("int4", rawBytes));
            statement.executeUpdate();
        }
    }
}
