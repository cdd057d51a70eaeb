// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SampleDocuments.RECORDS;
import static dev.storageport.sqlite.SampleDocuments.key;
import static dev.storageport.sqlite.SampleDocuments.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of which a program without one of the indexes wrote a part: it knows which records are stale, and answers by every other index. */
final class SqliteStaleSamplesTest {

    private static final int CURRENT = 100;
    private static final CollectionDefinition EVERYTHING = new CollectionDefinition(
            "everything",
            List.of(
                    new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    SqliteFiles.single("a_text", IndexType.TEXT),
                    new IndexDefinition("c_real", IndexKind.SINGLE, IndexType.REAL, 2),
                    new IndexDefinition("parts", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("words", IndexKind.SEARCH, IndexType.TEXT, 1)));

    @TempDir
    Path directory;

    @Test
    void file_ofTwoPrograms_isReadAsItWasWrittenAndIsCompleted() throws Exception {
        Path file = directory.resolve("app.db");
        write(file);
        try (SqlitePort port = new SqlitePort(SqliteOptions.file(file))) {
            port.prepare(new Catalog(List.of(EVERYTHING)), SchemaMode.VALIDATE);
            assertDocuments(port);
            assertIndexes(port);
            Filter words = new Filter.Search("words", List.of("every", "42"));
            assertThatThrownBy(() -> port.count(EVERYTHING, words)).isInstanceOf(IndexNotReadyException.class);
            List<StoredRecord> stale = port.staleRecords(EVERYTHING, "words", Optional.empty(), RECORDS);
            assertThat(stale)
                    .extracting(StoredRecord::key)
                    .isEqualTo(IntStream.range(CURRENT, RECORDS)
                            .mapToObj(SampleDocuments::key)
                            .toList());
            List<Write> writes = new ArrayList<>();
            for (StoredRecord record : stale) {
                Map<String, IndexValue> values = SampleDocuments.grownValues(
                        Integer.parseInt(record.key().substring(4)));
                writes.add(new Write.Reindex(EVERYTHING, record.key(), record.revision(), Optional.empty(), values));
            }
            port.write(writes);
            long expected = IntStream.range(0, RECORDS)
                    .filter(i -> SampleDocuments.indexed(i) && String.valueOf(i).contains("42"))
                    .count();
            assertThat(port.count(EVERYTHING, words)).isEqualTo(expected).isPositive();
            assertDocuments(port);
            assertIndexes(port);
        }
        assertThat(SqliteFiles.query(file, "PRAGMA integrity_check")).containsExactly("ok");
    }

    private static void write(Path file) {
        List<IndexDefinition> fewer = new ArrayList<>(EVERYTHING.indexes());
        fewer.removeIf(index -> index.name().equals("words"));
        CollectionDefinition without = new CollectionDefinition("everything", fewer);
        try (SqlitePort all = SqliteFiles.open(SqliteOptions.file(file), EVERYTHING);
                SqlitePort other = SqliteFiles.open(SqliteOptions.file(file), without)) {
            for (int i = 0; i < RECORDS; i++) {
                Map<String, IndexValue> values = SampleDocuments.grownValues(i);
                if (i < CURRENT) {
                    all.write(SampleDocuments.history(EVERYTHING, i, values));
                } else {
                    other.write(SampleDocuments.history(without, i, values));
                }
            }
        }
    }

    private static void assertDocuments(SqlitePort port) {
        List<String> keys =
                IntStream.range(0, RECORDS).mapToObj(SampleDocuments::key).toList();
        Map<String, StoredRecord> found = port.read(EVERYTHING, keys, Projection.BODY_AND_CONTENT);
        for (int i = 0; i < RECORDS; i++) {
            StoredRecord record = Optional.ofNullable(found.get(key(i))).orElseThrow();
            assertThat(record.revision()).isEqualTo(SampleDocuments.revision(i));
            assertThat(record.createdAt()).isEqualTo(SampleDocuments.createdAt(i));
            assertThat(record.updatedAt()).isEqualTo(SampleDocuments.updatedAt(i));
            assertThat(record.body()).contains(SampleDocuments.body(i));
            assertThat(record.content().isPresent()).isEqualTo(SampleDocuments.hasContent(i));
        }
    }

    private static void assertIndexes(SqlitePort port) {
        long indexed =
                IntStream.range(0, RECORDS).filter(SampleDocuments::indexed).count();
        for (String index : List.of("mail", "a_text", "c_real", "parts")) {
            assertThat(port.count(EVERYTHING, new Filter.Present(index))).isEqualTo(indexed);
        }
        Filter mail = new Filter.In(new Field.Indexed("mail"), List.of(text("m155@example.org")));
        assertThat(port.count(EVERYTHING, mail)).isEqualTo(1);
        assertThat(port.countBy(EVERYTHING, new Filter.All(), "parts"))
                .containsExactly(
                        counted("p1", i -> i % 3 == 1),
                        counted("p2", i -> i % 3 == 2),
                        counted("q0", i -> i % 4 == 0),
                        counted("q1", i -> i % 4 == 1),
                        counted("q2", i -> i % 4 == 2),
                        counted("q3", i -> i % 4 == 3));
    }

    private static ValueCount counted(String part, IntPredicate has) {
        long records = IntStream.range(0, RECORDS)
                .filter(SampleDocuments::indexed)
                .filter(has)
                .count();
        return new ValueCount(text(part), records);
    }
}
