// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFixture.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file is made and how it grows. */
final class SqliteSchemaTest {

    private static final IndexDefinition AGE = single("age", IndexType.INTEGER);
    private static final IndexDefinition NAME = single("name", IndexType.TEXT);
    private static final IndexDefinition MAIL = new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1);
    private static final IndexDefinition TAGS = new IndexDefinition("tags", IndexKind.MANY, IndexType.TEXT, 1);
    private static final IndexDefinition FIND = new IndexDefinition("find", IndexKind.SEARCH, IndexType.TEXT, 1);
    private static final CollectionDefinition BARE = user();
    private static final CollectionDefinition FULL = user(AGE, NAME, MAIL, TAGS, FIND);
    private static final Map<String, IndexValue> VALUES = Map.of(
            "age", new IndexValue.Whole(7),
            "name", new IndexValue.Text("n"),
            "mail", new IndexValue.Text("m"),
            "tags", new IndexValue.Many(List.of(new IndexValue.Text("t"), new IndexValue.Text("u"))),
            "find", new IndexValue.Text("some words"));
    private static final Filter ALL = new Filter.All();

    @TempDir
    Path directory;

    private static CollectionDefinition user(IndexDefinition... indexes) {
        return new CollectionDefinition("user", List.of(indexes));
    }

    private Path file() {
        return directory.resolve("app.db");
    }

    private SqlitePort open(CollectionDefinition... collections) {
        return SqliteFixture.open(SqliteOptions.file(file()), collections);
    }

    private SqlitePort open(SchemaMode mode, CollectionDefinition... collections) {
        SqlitePort port = new SqlitePort(SqliteOptions.file(file()));
        port.prepare(new Catalog(List.of(collections)), mode);
        return port;
    }

    private static Write put(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        return new Write.Put(
                collection,
                key,
                new Precondition.None(),
                "{}",
                2,
                1,
                values,
                new ContentChange.Keep(),
                1,
                SqliteFixture.NOON);
    }

    private static Filter is(String index, IndexValue value) {
        return new Filter.In(new Field.Indexed(index), List.of(value));
    }

    /** Asks each index of {@link #FULL} for {@link #VALUES}. */
    private static void assertFound(SqlitePort port, int expected) {
        assertThat(port.count(FULL, is("age", new IndexValue.Whole(7)))).isEqualTo(expected);
        assertThat(port.count(FULL, is("name", new IndexValue.Text("n")))).isEqualTo(expected);
        assertThat(port.count(FULL, is("mail", new IndexValue.Text("m")))).isEqualTo(expected);
        assertThat(port.count(FULL, is("tags", new IndexValue.Text("u")))).isEqualTo(expected);
        assertThat(port.count(FULL, new Filter.Search("find", List.of("words", "so"))))
                .isEqualTo(expected);
    }

    @Test
    void checksums_ofReleasedSteps_neverChange() {
        assertThat(SqliteLayout.checksums())
                .containsExactly(
                        "c58db1cd9322facf519c39287172a473d934ea08d86a2a70204c1bfde2d232a6",
                        "561d1b768670d97a7095f455cd0dcc46fe6b6745309a0fed27466fc9fa5540e3");
    }

    @Test
    void prepare_ofEachMode_saysWhatItAdded() {
        Catalog bare = new Catalog(List.of(BARE));
        Catalog full = new Catalog(List.of(user(AGE, TAGS), new CollectionDefinition("more", List.of(NAME))));
        assertThat(added(SchemaMode.MIGRATE, bare)).isEqualTo(bare);
        assertThat(added(SchemaMode.MIGRATE, bare).collections()).isEmpty();
        assertThat(added(SchemaMode.NONE, full).collections()).isEmpty();
        assertThat(added(SchemaMode.MIGRATE, new Catalog(List.of(user(TAGS)))))
                .isEqualTo(new Catalog(List.of(user(TAGS))));
        assertThat(added(SchemaMode.MIGRATE, new Catalog(List.of(user(TAGS, AGE, FIND)))))
                .isEqualTo(new Catalog(List.of(user(AGE, FIND))));
        assertThat(added(SchemaMode.VALIDATE, bare).collections()).isEmpty();
    }

    private Catalog added(SchemaMode mode, Catalog catalog) {
        try (SqlitePort port = new SqlitePort(SqliteOptions.file(file()))) {
            return port.prepare(catalog, mode);
        }
    }

    @Test
    void open_indexesAdded_eachIsReadyOnceTheRecordsAreRestated() {
        try (SqlitePort port = open(BARE)) {
            port.write(List.of(put(BARE, "a", Map.of()), put(BARE, "b", Map.of())));
        }
        try (SqlitePort port = open(FULL)) {
            StoredRecord before =
                    port.notCurrent(FULL, "tags", Optional.empty(), 1).get(0);
            assertThat(before.key()).isEqualTo("a");
            assertThat(before.body()).contains("{}");
            assertThat(port.notCurrent(FULL, "find", Optional.of("a"), 10))
                    .extracting(StoredRecord::key)
                    .containsExactly("b");
            Write.Body body = new Write.Body("{\"v\":2}", 7, 2);
            Write restate = new Write.Restate(FULL, "a", 1, Optional.of(body), VALUES);
            assertThat(port.write(List.of(restate)))
                    .containsExactly(new WriteOutcome.Written(1, before.createdAt(), before.updatedAt()));
            assertThat(port.write(List.of(new Write.Restate(FULL, "b", 9, Optional.empty(), Map.of()))))
                    .containsExactly(new WriteOutcome.NotApplied());
            assertThatThrownBy(() -> assertFound(port, 1)).isInstanceOf(IndexNotReadyException.class);
            port.write(List.of(new Write.Restate(FULL, "b", 1, Optional.empty(), Map.of())));
            assertFound(port, 1);
            StoredRecord after = Optional.ofNullable(
                            port.read(FULL, List.of("a"), Projection.BODY).get("a"))
                    .orElseThrow();
            assertThat(after.body()).contains("{\"v\":2}");
            assertThat(after.dataVersion()).isEqualTo(2);
            assertThat(after.revision()).isEqualTo(1);
        }
    }

    @Test
    void programs_withOtherIndexes_neverMakeAnAnswerShort() {
        CollectionDefinition ages = user(AGE);
        CollectionDefinition tags = user(TAGS, FIND);
        try (SqlitePort one = open(ages);
                SqlitePort two = open(tags)) {
            one.write(List.of(put(ages, "a", VALUES), put(ages, "b", VALUES)));
            assertThat(one.count(ages, is("age", new IndexValue.Whole(7)))).isEqualTo(2);
            assertNotReady(() -> two.count(tags, new Filter.Present("tags")), "tags");
            two.write(List.of(put(tags, "a", VALUES)));
            assertNotReady(() -> one.count(ages, new Filter.Not(is("age", new IndexValue.Whole(7)))), "age");
            two.write(List.of(new Write.Restate(tags, "b", 1, Optional.empty(), VALUES)));
            assertThat(two.count(tags, new Filter.Search("find", List.of("ome w".substring(0, 3)))))
                    .isEqualTo(2);
            one.write(List.of(new Write.Restate(ages, "a", 2, Optional.empty(), VALUES)));
            assertThat(one.count(ages, is("age", new IndexValue.Whole(7)))).isEqualTo(2);
            assertThat(two.count(tags, is("tags", new IndexValue.Text("t")))).isEqualTo(2);
            one.write(List.of(new Write.Touch(ages, "a", SqliteFixture.NOON)));
            assertThat(two.count(tags, is("tags", new IndexValue.Text("t")))).isEqualTo(2);
            one.delete(ages, is("age", new IndexValue.Whole(7)));
            assertThat(two.count(tags, is("tags", new IndexValue.Text("t")))).isZero();
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
            port.delete(FULL, is("tags", new IndexValue.Text("t3")));
            unaware.delete(BARE, ALL);
        }
        for (String table : List.of("user$ix_tags", "user$ix_find", "user$ix_find$fts_docsize")) {
            assertThat(SqliteFixture.query(file(), "SELECT count(*) FROM \"" + table + "\""))
                    .containsExactly("0");
        }
    }

    private static IndexValue tags(int i) {
        return new IndexValue.Many(List.of(new IndexValue.Text("t" + i), new IndexValue.Text("all")));
    }

    @Test
    void definition_changed_isAnotherIndexBesideTheOld() throws SQLException {
        IndexDefinition second = new IndexDefinition("age", IndexKind.SINGLE, IndexType.INTEGER, 2);
        IndexDefinition many = new IndexDefinition("age", IndexKind.MANY, IndexType.INTEGER, 1);
        open(user(AGE, NAME)).close();
        open(user(second)).close();
        open(user(many)).close();
        assertThat(
                        SqliteFixture.query(
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
                    .extracting(IndexStatus::current)
                    .containsExactly(false, false, false);
        }
        open(user(second)).close();
        assertThat(SqliteFixture.query(file(), "SELECT next_slot FROM \"storageport$collections\""))
                .containsExactly("5");
    }

    private static IndexStatus status(IndexDefinition definition) {
        return new IndexStatus(definition, true, Optional.empty());
    }

    @Test
    void slots_allUsed_isSaid() {
        List<IndexDefinition> most = IntStream.range(0, 62)
                .mapToObj(i -> single("i" + i, IndexType.INTEGER))
                .toList();
        CollectionDefinition full = user(most.toArray(IndexDefinition[]::new));
        try (SqlitePort port = open(full)) {
            port.write(List.of(put(full, "a", Map.of("i61", new IndexValue.Whole(1)))));
            assertThat(port.count(full, is("i61", new IndexValue.Whole(1)))).isEqualTo(1);
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
        List<String> before = SqliteFixture.query(file(), names);
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
        assertThat(SqliteFixture.query(file(), names)).isEqualTo(before);
        try (SqlitePort port = open(FULL)) {
            port.write(List.of(put(FULL, "a", VALUES)));
            assertFound(port, 1);
            port.dropCollection("user");
        }
    }

    @Test
    void validate_somethingMissing_isRefusedByNameAndNothingChanges() throws SQLException {
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, BARE)).isInstanceOf(SchemaException.class);
        assertThat(file()).doesNotExist();
        open(user(AGE)).close();
        assertThatThrownBy(
                        () -> open(SchemaMode.VALIDATE, user(AGE, TAGS), new CollectionDefinition("more", List.of())))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection user, index tags (many TEXT); collection more");
        assertThat(SqliteFixture.query(file(), "SELECT count(*) FROM \"storageport$indexes\""))
                .containsExactly("1");
        try (SqlitePort port = open(SchemaMode.VALIDATE, user(AGE))) {
            assertThat(port.count(user(AGE), ALL)).isZero();
        }
    }

    @Test
    void none_somethingMissing_showsWhenItIsUsed() {
        open(user(AGE)).close();
        CollectionDefinition more = new CollectionDefinition("more", List.of());
        CollectionDefinition both = user(AGE, TAGS);
        try (SqlitePort port = open(SchemaMode.NONE, both, more)) {
            assertThat(port.count(both, new Filter.Present("age"))).isZero();
            assertThatThrownBy(() -> port.count(both, new Filter.Present("tags")))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("index tags (many TEXT)");
            assertThatThrownBy(() -> port.write(List.of(put(both, "a", Map.of()))))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("index tags");
            assertThatThrownBy(() -> port.count(more, ALL))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("collection more");
        }
    }

    @Test
    void history_changed_isRefused() throws SQLException {
        open(BARE).close();
        execute("UPDATE \"storageport$history\" SET checksum = 'f00d' WHERE layout = 2");
        assertThatThrownBy(() -> open(BARE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 2 was changed");
        execute("UPDATE \"storageport$history\" SET checksum = NULL");
        open(BARE).close();
        execute("INSERT INTO \"storageport$indexes\" VALUES ('user', 0, 'x', 'STRANGE', 'TEXT', 1, 'ix_x')");
        assertThatThrownBy(() -> open(BARE)).isInstanceOf(SchemaException.class).hasMessageContaining("catalog");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = SqliteFixture.connect(file())) {
            SqliteFixture.execute(connection, sql);
        }
    }

    @Test
    void ddl_ofNothing_createsNoFileAndMakesTheSameSchema() throws SQLException {
        SqlitePort printing = new SqlitePort(SqliteOptions.file(file()));
        List<String> script = printing.ddl(new Catalog(List.of(FULL)));
        printing.close();
        assertThat(file()).doesNotExist();
        run(file(), script);
        try (SqlitePort port = open(SchemaMode.VALIDATE, FULL)) {
            port.write(List.of(put(FULL, "a", VALUES)));
            assertFound(port, 1);
        }
        Path made = directory.resolve("made.db");
        SqliteFixture.open(SqliteOptions.file(made), FULL).close();
        String schema = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name";
        assertThat(SqliteFixture.query(file(), schema)).isEqualTo(SqliteFixture.query(made, schema));
        assertThat(new SqlitePort(SqliteOptions.file(made)).ddl(new Catalog(List.of(FULL))))
                .isEmpty();
    }

    @Test
    void ddl_ofAnOlderFile_migratesItAndLeavesItAloneBefore() throws Exception {
        golden();
        byte[] before = Files.readAllBytes(file());
        List<String> script = new SqlitePort(SqliteOptions.file(file())).ddl(new Catalog(List.of(BARE)));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(directory.toFile().list()).containsExactly("app.db");
        run(file(), script);
        open(SchemaMode.VALIDATE, BARE).close();
        Files.write(file(), new byte[0]);
        assertThat(new SqlitePort(SqliteOptions.file(file())).ddl(new Catalog(List.of(BARE))))
                .startsWith("PRAGMA page_size = 4096");
        assertThat(file()).isEmptyFile();
    }

    private void golden() throws IOException {
        Files.deleteIfExists(file());
        try (InputStream golden = getClass().getResourceAsStream("/golden/layout-1.db")) {
            Files.copy(golden, file());
        }
    }

    private static void run(Path file, List<String> script) throws SQLException {
        try (Connection connection = SqliteFixture.connect(file)) {
            for (String statement : script) {
                SqliteFixture.execute(connection, statement);
            }
        }
    }

    /** Fails at the first statement, then at the second, and so on, until none is left; each time another opening must find its way. */
    @Test
    void migration_failingAtEachStatement_isCompletedByTheNext() throws Exception {
        Catalog catalog = new Catalog(List.of(
                new CollectionDefinition(
                        "everything",
                        List.of(new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1), TAGS, FIND, AGE)),
                FULL));
        for (int failing = 0, statements = 1; failing < statements; failing++) {
            golden();
            AtomicInteger seen = new AtomicInteger();
            int last = failing;
            SqlitePort port = new SqlitePort(new SqliteDatabase(SqliteOptions.file(file())), statement -> {
                if (seen.getAndIncrement() == last) {
                    throw new IllegalStateException("stopped");
                }
            });
            assertThatThrownBy(() -> port.prepare(catalog, SchemaMode.MIGRATE)).hasMessage("stopped");
            List<String> done = new ArrayList<>();
            SqlitePort next = new SqlitePort(new SqliteDatabase(SqliteOptions.file(file())), done::add);
            next.prepare(catalog, SchemaMode.MIGRATE);
            statements = Math.max(statements, done.size());
            next.write(List.of(put(FULL, "a", VALUES)));
            assertFound(next, 1);
            next.close();
            assertThat(SqliteFixture.query(file(), "SELECT count(*) FROM everything"))
                    .containsExactly(String.valueOf(SqliteGolden.RECORDS));
            assertThat(SqliteFixture.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
        }
    }
}
