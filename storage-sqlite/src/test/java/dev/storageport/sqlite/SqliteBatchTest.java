// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.OptimisticItems.content;
import static dev.storageport.sqlite.SqliteFiles.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many puts at once do what the same puts do one after another. */
final class SqliteBatchTest {

    private static final CollectionDefinition NOTES = new CollectionDefinition(
            "note",
            List.of(
                    new IndexDefinition("rank", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("tags", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("find", IndexKind.SEARCH, IndexType.TEXT, 1)));

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void batches_ofEverySize_doWhatTheirWritesDoAlone(long seed) throws SQLException {
        Random random = new Random(seed);
        try (SqlitePort together = SqliteFiles.open(SqliteOptions.file(file("together.db")), NOTES);
                SqlitePort apart = SqliteFiles.open(SqliteOptions.file(file("apart.db")), NOTES)) {
            for (int batch = 0; batch < 30; batch++) {
                List<Write> writes = new ArrayList<>();
                int size = random.nextInt(60);
                while (writes.size() < size) {
                    writes.add(write(random));
                }
                List<WriteOutcome> expected = new ArrayList<>();
                writes.forEach(write -> expected.addAll(apart.write(List.of(write))));
                assertThat(together.write(writes))
                        .as("seed %d, batch %d", seed, batch)
                        .isEqualTo(expected);
            }
        }
        assertThat(rows("together.db")).as("seed %d", seed).isEqualTo(rows("apart.db"));
    }

    /** Keys come again within one batch now and then, as they may in a transaction. */
    private static Write write(Random random) {
        String key = "k\"\\\u0001é" + random.nextInt(80);
        if (random.nextInt(40) == 0) {
            return new Write.Delete(NOTES, key, new Precondition.None());
        }
        Precondition precondition = switch (random.nextInt(8)) {
            case 0 -> new Precondition.Absent();
            case 1 -> new Precondition.Present();
            case 2 -> new Precondition.AtRevision(1000 + random.nextInt(3));
            default -> new Precondition.None();
        };
        ContentChange change = switch (random.nextInt(4)) {
            case 0 -> content("c" + random.nextInt());
            case 1 -> new ContentChange.Keep();
            default -> new ContentChange.Remove();
        };
        Map<String, IndexValue> values = new HashMap<>();
        if (random.nextBoolean()) {
            values.put("rank", new IndexValue.IntegerValue(random.nextInt(9)));
        }
        if (random.nextBoolean()) {
            values.put(
                    "tags",
                    new IndexValue.MultiValue(List.of(text("t" + random.nextInt(5)), text("u" + random.nextInt(5)))));
        }
        if (random.nextBoolean()) {
            values.put("find", text("some words " + random.nextInt(50)));
        }
        String body = "{\"n\":" + random.nextInt() + "}";
        return new Write.Put(
                NOTES,
                key,
                precondition,
                body,
                body.length(),
                random.nextInt(3),
                values,
                change,
                1000,
                NOON.plusMillis(random.nextInt(5)));
    }

    private static IndexValue text(String text) {
        return new IndexValue.TextValue(text);
    }

    private List<String> rows(String name) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String sql : List.of(
                "SELECT concat_ws('|', key, revision, data_version, created_at, updated_at, body_bytes, indexed, has_content,"
                        + " ix_rank, body) FROM note ORDER BY key",
                "SELECT key || hex(frame) FROM \"note$content\" ORDER BY key",
                "SELECT key FROM note WHERE has_content <> (SELECT count(*) FROM \"note$content\" AS c WHERE c.key = note.key)",
                "SELECT key || value FROM \"note$ix_tags\" ORDER BY key, value",
                "SELECT key || text FROM note JOIN \"note$ix_find\" AS f ON f.id = note.id ORDER BY key",
                "SELECT count(*) FROM \"note$ix_find$fts\"('\"wor\"')")) {
            rows.addAll(SqliteFiles.query(file(name), sql));
            rows.add("---");
        }
        return rows;
    }

    @Test
    void batch_ofThousands_isAppliedAsAWhole() {
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file("app.db")), NOTES)) {
            for (int round = 0; round < 2; round++) {
                List<WriteOutcome> outcomes =
                        port.write(IntStream.range(0, 4321).mapToObj(this::note).toList());
                assertThat(outcomes).hasSize(4321).allMatch(WriteOutcome.Written.class::isInstance);
            }
            assertThat(port.count(NOTES, new Filter.All())).isEqualTo(4321);
        }
    }

    private Write note(int i) {
        return new Write.Put(
                NOTES, "k" + i, new Precondition.None(), "{}", 2, 1, Map.of(), new ContentChange.Remove(), 1, NOON);
    }

    /** An error in the middle leaves nothing for the next batch to apply. */
    @Test
    void batch_thatFails_leavesNothingBehind() throws SQLException {
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(file("app.db")), NOTES)) {
            port.write(IntStream.range(0, 20).mapToObj(this::note).toList());
            try (Connection connection = SqliteFiles.connect(file("app.db"))) {
                SqliteFiles.execute(
                        connection,
                        "CREATE TRIGGER refuse BEFORE UPDATE ON note WHEN new.key = 'k7' BEGIN SELECT raise(ABORT, 'no'); END");
                assertThatThrownBy(() -> port.write(
                                IntStream.range(0, 30).mapToObj(this::note).toList()))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("collection note");
                SqliteFiles.execute(connection, "DROP TRIGGER refuse");
            }
            assertThat(port.count(NOTES, new Filter.All())).isEqualTo(20);
            port.write(IntStream.range(10, 20).mapToObj(this::note).toList());
            assertThat(SqliteFiles.query(file("app.db"), "SELECT DISTINCT revision FROM note ORDER BY key"))
                    .containsExactlyInAnyOrder("1", "2");
            assertThat(port.count(NOTES, new Filter.All())).isEqualTo(20);
        }
    }

    @Test
    void batch_withAValueThatIsTaken_namesTheDocumentThatWantsIt() {
        try (SqlitePort port = SqliteFiles.open(file("app.db"))) {
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writes.add(SqliteFiles.put("k" + i, Map.of("mail", text("m" + i % 15))));
            }
            assertThatThrownBy(() -> port.write(writes))
                    .isInstanceOf(UniqueViolationException.class)
                    .hasMessageContaining("k15")
                    .hasMessageContaining("mail");
            assertThat(port.count(SqliteFiles.USERS, new Filter.All())).isZero();
        }
    }
}
