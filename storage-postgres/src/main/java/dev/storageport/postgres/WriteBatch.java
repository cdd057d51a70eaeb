// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.WriteKind.Content;
import dev.storageport.postgres.WriteSql.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one collection that one statement applies.
 *
 * <pre>
 * writes:   put a, put b, delete c, put d, touch e          of one collection
 * no unique index:       [put a, put b, put d] [delete c] [touch e]      different keys do not affect each other
 * with a unique index:   [put a, put b] [delete c] [put d] [touch e]     c may own the value that d takes
 * </pre>
 *
 * A statement judges a unique index row by row in the order in which it meets the rows. An insert meets them in the order of its
 * source; an update joins, so with a unique index it takes one document at a time. A reindexing takes them all and goes back to one at
 * a time if they are in each other's way.
 */
final class WriteBatch {

    /** Larger statements gain nothing, and hold more memory on both sides. */
    private static final int ROWS = 1000;

    private static final long BYTES = 16L * 1024 * 1024;

    private final CollectionDefinition collection;
    private final WriteKind kind;
    private final List<Write> writes = new ArrayList<>();
    /** Where each key's outcome belongs. */
    private final Map<String, Integer> positions = new HashMap<>();

    private long bytes;

    private WriteBatch(CollectionDefinition collection, WriteKind kind) {
        this.collection = collection;
        this.kind = kind;
    }

    /** Splits writes into batches, in the order in which they are to be applied. */
    static List<WriteBatch> of(List<Write> writes) {
        List<WriteBatch> batches = new ArrayList<>();
        Map<String, WriteBatch> open = new HashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            WriteKind kind = WriteKind.of(write);
            boolean ordered = kind != WriteKind.TOUCH && hasUniqueIndex(write.collection());
            String slot = write.collection().name() + (ordered ? "" : " " + kind);
            WriteBatch batch = open.get(slot);
            if (batch == null || batch.kind != kind || batch.isFull(ordered)) {
                batch = new WriteBatch(write.collection(), kind);
                open.put(slot, batch);
                batches.add(batch);
            }
            batch.add(i, write);
        }
        return batches;
    }

    private static boolean hasUniqueIndex(CollectionDefinition collection) {
        return collection.indexes().stream().anyMatch(IndexDefinition::unique);
    }

    private boolean isFull(boolean ordered) {
        return writes.size() >= ROWS || bytes >= BYTES || (ordered && kind == WriteKind.UPDATE);
    }

    private void add(int position, Write write) {
        writes.add(write);
        positions.put(write.key(), position);
        bytes += write.bytes();
    }

    String collection() {
        return collection.name();
    }

    /** Applies the batch and enters the outcomes of what was applied. */
    void apply(WriteExecutor writer, WriteSql sql, Statements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        if (writes.size() == 1 && writes.get(0) instanceof Write.Put put) {
            outcomes[position(put.key())] = writer.putOne(put);
            return;
        }
        if (isReindex() && writes.size() > 1 && hasUniqueIndex(collection)) {
            reindex(writer, sql, statements, outcomes);
        } else {
            applyTogether(sql, statements, outcomes);
        }
        ContentWrites.change(putsThatApplied(outcomes), sql, statements);
    }

    private boolean isReindex() {
        return kind == WriteKind.REINDEX || kind == WriteKind.REINDEX_WITH_BODY;
    }

    /**
     * Reindexes all documents at once, which meets no value of another as a rule, since most have no value before. If it does, one
     * after another.
     */
    private void reindex(WriteExecutor writer, WriteSql sql, Statements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        Savepoint before = statements.connection().setSavepoint();
        try {
            applyTogether(sql, statements, outcomes);
            statements.connection().releaseSavepoint(before);
        } catch (SQLException failure) {
            if (!Errors.isUniqueViolation(failure)) {
                throw failure;
            }
            statements.connection().rollback(before);
            for (Write write : writes) {
                WriteBatch one = new WriteBatch(collection, kind);
                one.add(position(write.key()), write);
                one.apply(writer, sql, statements, outcomes);
            }
        }
    }

    private void applyTogether(WriteSql sql, Statements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        Rows rows = writes.size() == 1 ? Rows.ONE_IN_ARRAYS : Rows.MANY;
        try (PreparedStatement statement = statements.prepare(sql.write(kind, rows, Content.KEEP))) {
            new WriteRows(collection, kind, writes).bind(statements, statement, 1);
            try (ResultSet written = statement.executeQuery()) {
                while (written.next()) {
                    outcomes[position(written.getString(1))] = WriteExecutor.outcome(kind, written);
                }
            }
        }
    }

    private List<Write.Put> putsThatApplied(@Nullable WriteOutcome[] outcomes) {
        return writes.stream()
                .filter(Write.Put.class::isInstance)
                .filter(write -> outcomes[position(write.key())] != null)
                .map(Write.Put.class::cast)
                .toList();
    }

    private int position(String key) {
        Integer position = positions.get(key);
        if (position == null) {
            throw new IllegalStateException("the server returned a key that was not written");
        }
        return position;
    }
}
