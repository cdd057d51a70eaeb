// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.ContentChange;
import dev.storageport.port.RecordChange;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies many puts of one collection at once: one statement reads what is there, two batches of the driver write, and nothing is returned
 * that is known already, because nobody else writes in the meantime.
 *
 * <pre>
 *   SELECT ... FROM json_each(keys) CROSS JOIN docs     what is there
 *   preconditions, revisions, times                     here
 *   UPDATE ... WHERE id = ?        as a batch
 *   INSERT ...                     as a batch
 *   side tables, content           for each document that has any
 * </pre>
 *
 * <p>This takes documents out of their order, and an error does not say whose it is. So it is not for collections with a unique index, where
 * either could be noticed.
 */
final class PutBatch {

    /** Fewer are not worth the statement that reads first. */
    private static final int LEAST = 8;

    /** Bounds what is held twice on its way to the database, and how long it may take before somebody looks at the clock. */
    private static final int MOST = 1000;

    private static final long MOST_BYTES = 4_000_000;

    private final DatabaseConnection connection;
    private final CollectionSql collection;
    private final ContentTable contents;
    private final SideTables sides;

    PutBatch(DatabaseConnection connection, CollectionSql collection) {
        this.connection = connection;
        this.collection = collection;
        contents = new ContentTable(connection);
        sides = new SideTables(connection);
    }

    /** What is stored under a key. */
    private record Found(long id, StoredRecord record, boolean hasContent) {}

    /** Returns those of the writes, from one on, that can be applied together; none if it would not pay. */
    static List<Write.Put> beginning(List<Write> writes, int from) {
        if (writes.size() - from < LEAST) {
            return List.of();
        }
        List<Write.Put> puts = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        long bytes = 0;
        for (int i = from; i < writes.size() && puts.size() < MOST && bytes < MOST_BYTES; i++) {
            if (!(writes.get(i) instanceof Write.Put put)
                    || !put.collection().equals(writes.get(from).collection())
                    || !keys.add(put.key())) {
                break;
            }
            puts.add(put);
            bytes += put.bytes();
        }
        return puts.size() < LEAST ? List.of() : puts;
    }

    /** Applies puts of different keys and returns their outcomes, in their order. */
    List<WriteOutcome> apply(List<Write.Put> puts) throws SQLException {
        @Nullable Found[] found = found(puts);
        PutSql sql = collection.puts();
        PreparedStatement change = empty(sql.change);
        PreparedStatement add = empty(sql.add);
        int changed = 0;
        int added = 0;
        List<WriteOutcome> outcomes = new ArrayList<>(puts.size());
        for (int i = 0; i < found.length; i++) {
            StoredRecord stored = found[i] == null ? null : found[i].record();
            WriteOutcome outcome = RecordChange.of(puts.get(i), stored).outcome();
            outcomes.add(outcome);
            if (outcome instanceof WriteOutcome.Written written) {
                addTo(found[i] == null ? add : change, puts.get(i), found[i], written);
                changed += found[i] == null ? 0 : 1;
                added += found[i] == null ? 1 : 0;
            }
        }
        run(change, changed);
        run(add, added);
        for (int i = 0; i < found.length; i++) {
            if (outcomes.get(i) instanceof WriteOutcome.Written) {
                besides(puts.get(i), found[i]);
            }
        }
        return outcomes;
    }

    private @Nullable Found[] found(List<Write.Put> puts) throws SQLException {
        @Nullable Found[] found = new Found[puts.size()];
        PreparedStatement statement = connection.statement(collection.puts().readMany);
        statement.setString(
                1, Values.jsonArray(puts.stream().map(Write.Put::key).toList()));
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int place = Math.toIntExact(rows.getLong(1));
                StoredRecord record = new StoredRecord(
                        puts.get(place).key(),
                        rows.getLong(3),
                        Math.toIntExact(rows.getLong(4)),
                        Values.instant(rows.getLong(5)),
                        Values.instant(rows.getLong(6)),
                        Optional.empty(),
                        Optional.empty());
                found[place] = new Found(rows.getLong(2), record, rows.getLong(7) != 0);
            }
        }
        return found;
    }

    /** A batch that an error kept from being run may still be there. */
    private PreparedStatement empty(String sql) throws SQLException {
        PreparedStatement statement = connection.statement(sql);
        statement.clearBatch();
        return statement;
    }

    private static void run(PreparedStatement statement, int size) throws SQLException {
        if (size > 0) {
            statement.executeBatch();
        }
    }

    private void addTo(PreparedStatement batch, Write.Put put, @Nullable Found found, WriteOutcome.Written written)
            throws SQLException {
        if (found == null) {
            batch.setString(1, put.key());
        } else {
            batch.setLong(1, found.id());
        }
        batch.setLong(2, written.revision());
        batch.setLong(3, put.dataVersion());
        batch.setLong(4, Values.micros(written.updatedAt()));
        batch.setLong(5, put.bodyBytes());
        batch.setString(6, put.body());
        batch.setLong(7, hasContent(put.content(), found) ? 1 : 0);
        PutSql.bindColumns(batch, collection.indexes(), put.indexValues());
        batch.addBatch();
    }

    private static boolean hasContent(ContentChange change, @Nullable Found found) {
        return change instanceof ContentChange.Replace
                || (change instanceof ContentChange.Keep && found != null && found.hasContent());
    }

    private void besides(Write.Put put, @Nullable Found found) throws SQLException {
        sides.put(collection, put.key(), put.indexValues());
        if (put.content() instanceof ContentChange.Replace replace) {
            contents.put(collection, put.key(), replace.frame());
        } else if (put.content() instanceof ContentChange.Remove && found != null && found.hasContent()) {
            contents.remove(collection, put.key());
        }
    }
}
