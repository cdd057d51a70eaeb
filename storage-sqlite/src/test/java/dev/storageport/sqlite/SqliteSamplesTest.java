// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SampleDocuments.PLAIN_RECORDS;
import static dev.storageport.sqlite.SampleDocuments.RECORDS;
import static dev.storageport.sqlite.SampleDocuments.createdAt;
import static dev.storageport.sqlite.SampleDocuments.key;
import static dev.storageport.sqlite.SampleDocuments.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file keeps every document, answers every question when it is opened again, and can grow. */
final class SqliteSamplesTest {

    private static final List<IndexDefinition> INDEXES = List.of(
            new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1),
            SqliteFiles.single("a_text", IndexType.TEXT),
            SqliteFiles.single("b_whole", IndexType.INTEGER),
            SqliteFiles.single("c_real", IndexType.REAL),
            SqliteFiles.single("d_flag", IndexType.BOOLEAN),
            SqliteFiles.single("e_moment", IndexType.INSTANT),
            SqliteFiles.single("f_day", IndexType.DATE),
            SqliteFiles.single("g_id", IndexType.UUID));
    private static final CollectionDefinition EVERYTHING = new CollectionDefinition("everything", INDEXES);
    private static final CollectionDefinition PLAIN = new CollectionDefinition("plain", List.of());
    private static final CollectionDefinition EMPTY = new CollectionDefinition(
            "empty", List.of(new IndexDefinition("n", IndexKind.UNIQUE, IndexType.INTEGER, 1)));

    @TempDir
    Path directory;

    private Path written() {
        Path file = directory.resolve("app.db");
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file), EVERYTHING, PLAIN, EMPTY)) {
            for (int i = 0; i < RECORDS; i++) {
                port.write(SampleDocuments.history(EVERYTHING, i, SampleDocuments.values(i)));
                if (i < PLAIN_RECORDS) {
                    port.write(SampleDocuments.history(PLAIN, i, Map.of()));
                }
            }
        }
        return file;
    }

    @Test
    void file_openedAgain_isReadAsItWasWrittenAndItsHistoryTellsTheStep() throws Exception {
        Path file = written();
        for (int opening = 0; opening < 2; opening++) {
            try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file), EVERYTHING, PLAIN, EMPTY)) {
                assertAsWritten(port);
                assertThat(port.schema().layout()).isEqualTo(1);
                for (CollectionStatus collection : port.schema().collections()) {
                    assertThat(collection.indexes()).allMatch(index -> index.state() == IndexState.READABLE);
                }
            }
        }
        assertThat(SqliteFiles.query(file, "SELECT layout || ' ' || what FROM \"storageport$history\" ORDER BY layout"))
                .containsExactly("1 created the layout");
        assertThat(SqliteFiles.query(file, "SELECT what FROM \"storageport$events\" ORDER BY id"))
                .containsExactly(
                        "created collection everything", "created collection plain", "created collection empty");
        assertSound(file);
    }

    private static void assertSound(Path file) throws SQLException {
        assertThat(SqliteFiles.query(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(SqliteFiles.query(file, "PRAGMA foreign_key_check")).isEmpty();
    }

    static void assertAsWritten(SqlitePort port) {
        assertThat(port.count(EVERYTHING, new Filter.All())).isEqualTo(RECORDS);
        assertThat(port.count(PLAIN, new Filter.All())).isEqualTo(PLAIN_RECORDS);
        assertThat(port.count(EMPTY, new Filter.All())).isZero();
        List<String> keys =
                IntStream.range(0, RECORDS).mapToObj(SampleDocuments::key).toList();
        Map<String, StoredRecord> everything = port.read(EVERYTHING, keys, Projection.BODY_AND_CONTENT);
        Map<String, StoredRecord> plain = port.read(PLAIN, keys, Projection.BODY_AND_CONTENT);
        for (int i = 0; i < RECORDS; i++) {
            StoredRecord record = Optional.ofNullable(everything.get(key(i))).orElseThrow();
            assertThat(record.revision()).isEqualTo(SampleDocuments.revision(i));
            assertThat(record.updatedAt()).isEqualTo(SampleDocuments.updatedAt(i));
            assertDocument(record, i);
            if (i < PLAIN_RECORDS) {
                assertDocument(Optional.ofNullable(plain.get(key(i))).orElseThrow(), i);
            }
        }
        for (IndexDefinition index : INDEXES) {
            assertIndex(port, index.name());
        }
    }

    private static void assertDocument(StoredRecord record, int i) {
        assertThat(record.createdAt()).isEqualTo(createdAt(i));
        assertThat(record.dataVersion()).isEqualTo(1 + i % 2);
        assertThat(record.body()).contains(SampleDocuments.body(i));
        assertThat(record.content().isPresent()).isEqualTo(SampleDocuments.hasContent(i));
        record.content().ifPresent(content -> {
            assertThat(content.bytes()).isEqualTo(SampleDocuments.content(i));
            assertThat(content.rawBytes()).isEqualTo(10_000 + i);
        });
    }

    /** Asks for each value, and for all in their order. */
    private static void assertIndex(SqlitePort port, String index) {
        Field field = new Field.Indexed(index);
        Map<IndexValue, List<String>> owners = new HashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            IndexValue value = SampleDocuments.values(i).get(index);
            if (value != null) {
                owners.computeIfAbsent(value, none -> new ArrayList<>()).add(key(i));
            }
        }
        owners.forEach((value, keys) -> assertThat(
                        keys(port, EVERYTHING, new Filter.In(field, List.of(value)), Order.KEY))
                .as("%s", value)
                .isEqualTo(keys));
        long absent = IntStream.range(0, RECORDS)
                .filter(i -> !SampleDocuments.indexed(i))
                .count();
        assertThat(port.count(EVERYTHING, new Filter.Not(new Filter.Present(index))))
                .isEqualTo(absent);
        assertThat(keys(port, EVERYTHING, new Filter.All(), new Order(field, false)))
                .hasSize(RECORDS);
    }

    private static List<String> keys(SqlitePort port, CollectionDefinition collection, Filter filter, Order order) {
        List<String> keys = new ArrayList<>();
        Scan scan = new Scan(collection, filter, order, Optional.empty(), OptionalInt.empty(), Projection.METADATA);
        try (RecordCursor cursor = port.scan(scan)) {
            cursor.forEachRemaining(record -> keys.add(record.key()));
        }
        return keys;
    }

    @Test
    void file_growsByIndexesOfEveryKind() throws Exception {
        Path file = written();
        List<IndexDefinition> grown = new ArrayList<>(INDEXES);
        grown.add(SqliteFiles.single("number", IndexType.INTEGER));
        grown.add(new IndexDefinition("sole", IndexKind.UNIQUE, IndexType.INTEGER, 1));
        grown.add(new IndexDefinition("parts", IndexKind.MULTI_VALUE, IndexType.TEXT, 1));
        grown.add(new IndexDefinition("words", IndexKind.SEARCH, IndexType.TEXT, 1));
        CollectionDefinition everything = new CollectionDefinition("everything", grown);
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file), everything, PLAIN, EMPTY)) {
            assertAsWritten(port);
            for (IndexDefinition index : grown.subList(INDEXES.size(), grown.size())) {
                assertThatThrownBy(() -> port.count(everything, new Filter.Present(index.name())))
                        .isInstanceOf(IndexNotReadyException.class)
                        .hasMessageContaining("collection everything, index " + index.name());
            }
            reindexAll(port, everything);
            assertAsWritten(port);
            assertGrown(port, everything);
        }
        assertSound(file);
    }

    private static void reindexAll(SqlitePort port, CollectionDefinition everything) {
        Optional<String> after = Optional.empty();
        List<StoredRecord> batch = port.staleRecords(everything, "words", after, 25);
        while (!batch.isEmpty()) {
            List<Write> writes = new ArrayList<>();
            for (StoredRecord record : batch) {
                int i = Integer.parseInt(record.key().substring(4));
                Map<String, IndexValue> values = new HashMap<>(SampleDocuments.values(i));
                values.put("number", new IndexValue.IntegerValue(i % 10));
                values.put("sole", new IndexValue.IntegerValue(i));
                values.put("parts", new IndexValue.MultiValue(List.of(text("p" + i % 3), text("q" + i % 4))));
                values.put("words", text("name " + i + "\u001ffor every body"));
                writes.add(new Write.Reindex(everything, record.key(), record.revision(), Optional.empty(), values));
            }
            port.write(writes);
            after = Optional.of(batch.get(batch.size() - 1).key());
            batch = port.staleRecords(everything, "words", after, 25);
        }
    }

    private static void assertGrown(SqlitePort port, CollectionDefinition everything) {
        Field number = new Field.Indexed("number");
        List<String> sevens = IntStream.range(0, RECORDS)
                .filter(i -> i % 10 == 7)
                .mapToObj(SampleDocuments::key)
                .toList();
        assertThat(keys(port, everything, new Filter.In(number, List.of(new IndexValue.IntegerValue(7))), Order.KEY))
                .isEqualTo(sevens);
        Position last = new Position(OptionalInt.empty(), Optional.of(new IndexValue.IntegerValue(7)), sevens.get(0));
        Scan page = new Scan(
                everything,
                new Filter.All(),
                new Order(number, true),
                Optional.of(last),
                OptionalInt.of(2),
                Projection.METADATA);
        try (RecordCursor cursor = port.scan(page)) {
            assertThat(cursor.next().key())
                    .isEqualTo(IntStream.range(0, RECORDS)
                            .filter(i -> i % 10 == 6)
                            .mapToObj(SampleDocuments::key)
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
        }
        Filter part = new Filter.In(new Field.Indexed("parts"), List.of(text("p1")));
        assertThat(port.count(everything, part))
                .isEqualTo(IntStream.range(0, RECORDS).filter(i -> i % 3 == 1).count());
        assertThat(keys(
                        port,
                        everything,
                        new Filter.Search("words", List.of("every", "name 42".substring(5))),
                        Order.KEY))
                .contains(key(42))
                .allMatch(key -> key.contains("42"));
        assertThatThrownBy(() -> port.write(List.of(new Write.Reindex(
                        everything,
                        key(1),
                        SampleDocuments.revision(1),
                        Optional.empty(),
                        Map.of("sole", new IndexValue.IntegerValue(2))))))
                .isInstanceOf(UniqueViolationException.class)
                .hasMessageContaining("sole");
    }
}
