// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.MembersCollection.AGE;
import static dev.storageport.sqlite.MembersCollection.ALL;
import static dev.storageport.sqlite.MembersCollection.BARE;
import static dev.storageport.sqlite.MembersCollection.FIND;
import static dev.storageport.sqlite.MembersCollection.FULL;
import static dev.storageport.sqlite.MembersCollection.NAME;
import static dev.storageport.sqlite.MembersCollection.TAGS;
import static dev.storageport.sqlite.MembersCollection.VALUES;
import static dev.storageport.sqlite.MembersCollection.assertFound;
import static dev.storageport.sqlite.MembersCollection.is;
import static dev.storageport.sqlite.MembersCollection.put;
import static dev.storageport.sqlite.MembersCollection.user;
import static dev.storageport.sqlite.SqliteFiles.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that are added, changed and dropped while programs with other indexes write. */
final class SqliteStaleRecordsTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private SqlitePort open(CollectionDefinition... collections) {
        return SqliteFiles.open(SqliteOptions.file(file()), collections);
    }

    @Test
    void open_indexesAdded_eachIsReadyOnceTheRecordsAreReindexed() {
        try (SqlitePort port = open(BARE)) {
            port.write(List.of(put(BARE, "a", Map.of()), put(BARE, "b", Map.of())));
        }
        try (SqlitePort port = open(FULL)) {
            StoredRecord before =
                    port.staleRecords(FULL, "tags", Optional.empty(), 1).get(0);
            assertThat(before.key()).isEqualTo("a");
            assertThat(before.body()).contains("{}");
            assertThat(port.staleRecords(FULL, "find", Optional.of("a"), 10))
                    .extracting(StoredRecord::key)
                    .containsExactly("b");
            Write.Body body = new Write.Body("{\"v\":2}", 7, 2);
            Write reindex = new Write.Reindex(FULL, "a", 1, Optional.of(body), VALUES);
            assertThat(port.write(List.of(reindex)))
                    .containsExactly(new WriteOutcome.Written(1, before.createdAt(), before.updatedAt()));
            assertThat(port.write(List.of(new Write.Reindex(FULL, "b", 9, Optional.empty(), Map.of()))))
                    .containsExactly(new WriteOutcome.NotApplied());
            assertThatThrownBy(() -> assertFound(port, 1)).isInstanceOf(IndexNotReadyException.class);
            port.write(List.of(new Write.Reindex(FULL, "b", 1, Optional.empty(), Map.of())));
            assertFound(port, 1);
            StoredRecord after = Optional.ofNullable(
                            port.read(FULL, List.of("a"), Projection.BODY).get("a"))
                    .orElseThrow();
            assertThat(after.body()).contains("{\"v\":2}");
            assertThat(after.dataVersion()).isEqualTo(2);
            assertThat(after.revision()).isEqualTo(1);
        }
    }

    /** Records with a value are read by one statement and those without by the next, and no transaction is begun for them. */
    @Test
    void scan_byIndex_seesOneSnapshotThroughout() {
        CollectionDefinition ages = user(AGE);
        try (SqlitePort port = open(ages)) {
            port.write(List.of(put(ages, "a", VALUES), put(ages, "z", Map.of())));
            Order byAge = new Order(new Field.Indexed("age"), false);
            Scan scan =
                    new Scan(ages, new Filter.All(), byAge, Optional.empty(), OptionalInt.empty(), Projection.METADATA);
            try (RecordCursor cursor = port.scan(scan)) {
                assertThat(cursor.next().key()).isEqualTo("a");
                assertThat(cursor.position().key()).isEqualTo("a");
                port.write(List.of(put(ages, "b", VALUES), put(ages, "y", Map.of())));
                assertThat(cursor.next().key()).isEqualTo("z");
                assertThat(cursor.hasNext()).isFalse();
            }
        }
    }

    @Test
    void programs_withOtherIndexes_neverMakeAnAnswerShort() {
        CollectionDefinition ages = user(AGE);
        CollectionDefinition tags = user(TAGS, FIND);
        try (SqlitePort one = open(ages);
                SqlitePort two = open(tags)) {
            one.write(List.of(put(ages, "a", VALUES), put(ages, "b", VALUES)));
            assertThat(one.count(ages, is("age", new IndexValue.IntegerValue(7))))
                    .isEqualTo(2);
            assertNotReady(() -> two.count(tags, new Filter.Present("tags")), "tags");
            two.write(List.of(put(tags, "a", VALUES)));
            assertNotReady(() -> one.count(ages, new Filter.Not(is("age", new IndexValue.IntegerValue(7)))), "age");
            two.write(List.of(new Write.Reindex(tags, "b", 1, Optional.empty(), VALUES)));
            assertThat(two.count(tags, new Filter.Search("find", List.of("ome w".substring(0, 3)))))
                    .isEqualTo(2);
            one.write(List.of(new Write.Reindex(ages, "a", 2, Optional.empty(), VALUES)));
            assertThat(one.count(ages, is("age", new IndexValue.IntegerValue(7))))
                    .isEqualTo(2);
            assertThat(two.count(tags, is("tags", new IndexValue.TextValue("t"))))
                    .isEqualTo(2);
            one.write(List.of(new Write.Touch(ages, "a", SqliteFiles.NOON)));
            assertThat(two.count(tags, is("tags", new IndexValue.TextValue("t"))))
                    .isEqualTo(2);
            one.delete(ages, is("age", new IndexValue.IntegerValue(7)));
            assertThat(two.count(tags, is("tags", new IndexValue.TextValue("t"))))
                    .isZero();
        }
    }

    private static void assertNotReady(Runnable question, String index) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        IndexNotReadyException.class,
                        notReady -> assertThat(notReady.index()).isEqualTo(index));
    }

    @Test
    void deletes_ofEveryForm_leaveNothingInSideTables() throws SQLException {
        try (SqlitePort port = open(FULL);
                SqlitePort unaware = open(BARE)) {
            port.write(IntStream.range(0, 40)
                    .mapToObj(i -> put(FULL, "k" + i, Map.of("tags", tags(i), "find", VALUES.get("find"))))
                    .toList());
            port.write(List.of(put(FULL, "k1", Map.of("tags", tags(50)))));
            port.write(List.of(new Write.Delete(FULL, "k2", new Precondition.None())));
            port.delete(FULL, is("tags", new IndexValue.TextValue("t3")));
            unaware.delete(BARE, ALL);
        }
        for (String table : List.of("user$ix_tags", "user$ix_find", "user$ix_find$fts_docsize")) {
            assertThat(SqliteFiles.query(file(), "SELECT count(*) FROM \"" + table + "\""))
                    .containsExactly("0");
        }
    }

    private static IndexValue tags(int i) {
        return new IndexValue.MultiValue(List.of(new IndexValue.TextValue("t" + i), new IndexValue.TextValue("all")));
    }

    @Test
    void definition_changed_isAnotherIndexBesideTheOld() throws SQLException {
        IndexDefinition second = new IndexDefinition("age", IndexKind.SINGLE, IndexType.INTEGER, 2);
        IndexDefinition many = new IndexDefinition("age", IndexKind.MULTI_VALUE, IndexType.INTEGER, 1);
        open(user(AGE, NAME)).close();
        open(user(second)).close();
        open(user(many)).close();
        assertThat(
                        SqliteFiles.query(
                                file(),
                                "SELECT slot || ' ' || stored_as FROM \"storageport$indexes\" WHERE name = 'age' ORDER BY slot"))
                .containsExactly("0 ix_age", "2 ix_age$2", "3 ix_age$3");
        try (SqlitePort port = open(BARE)) {
            assertThat(port.schema().collections())
                    .containsExactly(new CollectionStatus(
                            "user", List.of(status(AGE), status(second), status(many), status(NAME))));
            port.dropIndex("user", second);
            port.dropIndex("user", second);
            port.dropIndex("nobody", second);
            port.write(List.of(put(BARE, "a", Map.of())));
            assertThat(port.schema().collections().get(0).indexes())
                    .extracting(IndexStatus::state)
                    .containsExactly(IndexState.STALE, IndexState.STALE, IndexState.STALE);
        }
        open(user(second)).close();
        assertThat(SqliteFiles.query(file(), "SELECT next_slot FROM \"storageport$collections\""))
                .containsExactly("5");
    }

    private static IndexStatus status(IndexDefinition definition) {
        return new IndexStatus(definition, IndexState.READABLE, Optional.empty());
    }

    @Test
    void slots_allUsed_isSaid() {
        List<IndexDefinition> most = IntStream.range(0, 62)
                .mapToObj(i -> single("i" + i, IndexType.INTEGER))
                .toList();
        CollectionDefinition full = user(most.toArray(IndexDefinition[]::new));
        try (SqlitePort port = open(full)) {
            port.write(List.of(put(full, "a", Map.of("i61", new IndexValue.IntegerValue(1)))));
            assertThat(port.count(full, is("i61", new IndexValue.IntegerValue(1))))
                    .isEqualTo(1);
            assertThat(port.count(full, new Filter.Not(new Filter.Present("i0"))))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> open(user(AGE)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection user, index age")
                .hasMessageContaining("62");
    }

    @Test
    void drop_ofIndexesAndCollections_leavesNothingAndIsSaidToWhoDeclaresThem() throws SQLException {
        open(new CollectionDefinition("other", List.of())).close();
        String names = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name";
        List<String> before = SqliteFiles.query(file(), names);
        try (SqlitePort port = open(FULL);
                SqlitePort beside = open(FULL)) {
            port.write(List.of(put(FULL, "a", VALUES)));
            beside.write(List.of(put(FULL, "b", Map.of())));
            assertFound(beside, 1);
            for (IndexDefinition index : FULL.indexes()) {
                port.dropIndex("user", index);
                Filter filter = new Filter.Present(index.name());
                assertThatThrownBy(() -> port.count(FULL, filter))
                        .isInstanceOf(SchemaException.class)
                        .hasMessageContaining("collection user, index " + index.name());
                assertThatThrownBy(() -> beside.count(FULL, filter)).isInstanceOf(SchemaException.class);
            }
            assertThatThrownBy(() -> beside.write(List.of(put(FULL, "c", VALUES))))
                    .isInstanceOf(SchemaException.class);
            assertThat(port.read(FULL, List.of("a", "b"), Projection.BODY)).hasSize(2);
            port.dropCollection("user");
            port.dropCollection("user");
            assertThatThrownBy(() -> port.count(FULL, ALL))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("collection user");
            assertThatThrownBy(() -> beside.count(FULL, ALL)).isInstanceOf(SchemaException.class);
        }
        assertThat(SqliteFiles.query(file(), names)).isEqualTo(before);
        try (SqlitePort port = open(FULL)) {
            port.write(List.of(put(FULL, "a", VALUES)));
            assertFound(port, 1);
            port.dropCollection("user");
        }
    }
}
