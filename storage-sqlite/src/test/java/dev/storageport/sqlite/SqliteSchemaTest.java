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
import static dev.storageport.sqlite.MembersCollection.put;
import static dev.storageport.sqlite.MembersCollection.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.transaction.WritePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file is made and brought up to date. */
final class SqliteSchemaTest {

    private static final IndexDefinition MAIL = new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private SqlitePort open(CollectionDefinition... collections) {
        return SqliteFiles.open(SqliteOptions.file(file()), collections);
    }

    private SqlitePort open(SchemaMode mode, CollectionDefinition... collections) {
        SqlitePort port = new SqlitePort(SqliteOptions.file(file()));
        port.prepare(new Catalog(List.of(collections)), mode);
        return port;
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
    void validate_somethingMissing_isRefusedByNameAndNothingChanges() throws SQLException {
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, BARE)).isInstanceOf(SchemaException.class);
        assertThat(file()).doesNotExist();
        open(user(AGE)).close();
        assertThatThrownBy(
                        () -> open(SchemaMode.VALIDATE, user(AGE, TAGS), new CollectionDefinition("more", List.of())))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection user, index tags (many TEXT); collection more");
        assertThat(SqliteFiles.query(file(), "SELECT count(*) FROM \"storageport$indexes\""))
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
        execute("UPDATE \"storageport$history\" SET checksum = 'f00d' WHERE layout = 1");
        assertThatThrownBy(() -> open(BARE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 1 was changed");
        execute("DELETE FROM \"storageport$history\"");
        assertThatThrownBy(() -> open(BARE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("lacks the step to layout 1");
    }

    @Test
    void catalog_changed_isRefused() throws SQLException {
        open(BARE).close();
        execute("INSERT INTO \"storageport$indexes\" VALUES ('user', 0, 'x', 'STRANGE', 'TEXT', 1, 'ix_x')");
        assertThatThrownBy(() -> open(BARE)).isInstanceOf(SchemaException.class).hasMessageContaining("catalog");
    }

    @Test
    void databaseIndex_droppedByHand_isMadeAnewOrSaid() throws SQLException {
        open(FULL).close();
        execute("DROP INDEX \"user$ix_mail\"");
        execute("DROP VIEW \"user$readable\"");
        execute("DROP INDEX \"user$stale$0\"");
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, FULL))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("user$ix_mail")
                .hasMessageContaining("view user$readable")
                .hasMessageContaining("user$stale$0");
        open(user(TAGS)).close();
        try (SqlitePort port = open(FULL)) {
            port.write(List.of(put(FULL, "a", VALUES)));
            assertFound(port, 1);
        }
        open(SchemaMode.VALIDATE, FULL).close();
        execute("DROP TRIGGER \"user$ix_find$update\"");
        open(user(AGE, TAGS)).close();
        assertThatThrownBy(() -> open(FULL))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("user$ix_find$update");
    }

    @Test
    void timeIndex_isAddedDroppedAndMadeAnew() throws SQLException {
        IndexDefinition updated = IndexDefinition.ofTime(Field.Attribute.UPDATED_AT);
        try (SqlitePort port = open(BARE)) {
            port.write(List.of(put(BARE, "a", Map.of())));
        }
        String indexes = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE INDEX%(updated_at, key)'";
        assertThat(SqliteFiles.query(file(), indexes)).isEmpty();
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, user(updated)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection user, index updated_at (time)");
        assertThat(added(SchemaMode.MIGRATE, new Catalog(List.of(user(updated, AGE)))))
                .isEqualTo(new Catalog(List.of(user(updated, AGE))));
        assertThat(SqliteFiles.query(file(), indexes)).containsExactly("user$ix_updated_at");
        execute("DROP INDEX \"user$ix_updated_at\"");
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, user(updated)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("user$ix_updated_at");
        try (SqlitePort port = open(user(updated))) {
            assertThat(SqliteFiles.query(file(), indexes)).containsExactly("user$ix_updated_at");
            assertThat(port.schema().collections().get(0).indexes())
                    .filteredOn(status -> status.definition().equals(updated))
                    .singleElement()
                    .matches(status -> status.state() == SchemaStatus.IndexState.READABLE);
            assertThat(port.incomplete(new Catalog(List.of(user(updated)))).collections())
                    .isEmpty();
            port.write(List.of(put(user(updated), "b", Map.of())));
            port.dropIndex("user", updated);
            port.dropIndex("user", updated);
            assertThat(SqliteFiles.query(file(), indexes)).isEmpty();
            port.write(List.of(put(user(updated), "c", Map.of())));
        }
        try (SqlitePort port = open(user(updated))) {
            assertThat(SqliteFiles.query(file(), indexes)).hasSize(1);
            assertThat(port.count(user(updated), ALL)).isEqualTo(3);
            port.dropCollection("user");
        }
        assertThat(SqliteFiles.query(file(), "SELECT name FROM sqlite_schema WHERE name LIKE 'user%'"))
                .isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = SqliteFiles.connect(file())) {
            SqliteFiles.execute(connection, sql);
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
        SqliteFiles.open(SqliteOptions.file(made), FULL).close();
        String schema = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name";
        assertThat(SqliteFiles.query(file(), schema)).isEqualTo(SqliteFiles.query(made, schema));
        assertThat(new SqlitePort(SqliteOptions.file(made)).ddl(new Catalog(List.of(FULL))))
                .isEmpty();
    }

    @Test
    void ddl_ofAnOlderFile_migratesItAndLeavesItAloneBefore() throws Exception {
        open(BARE).close();
        byte[] before = Files.readAllBytes(file());
        List<String> script = next(statement -> {}).ddl(new Catalog(List.of(user(AGE, TAGS))));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(directory.toFile().list()).containsExactly("app.db");
        run(file(), script);
        try (SqlitePort port = next(statement -> {})) {
            port.prepare(new Catalog(List.of(user(AGE, TAGS))), SchemaMode.VALIDATE);
            assertThat(port.schema().layout()).isEqualTo(2);
        }
        Files.write(file(), new byte[0]);
        assertThat(new SqlitePort(SqliteOptions.file(file())).ddl(new Catalog(List.of(BARE))))
                .startsWith("PRAGMA page_size = 4096");
        assertThat(file()).isEmptyFile();
    }

    /** Returns a port of a library that has one layout more. */
    private SqlitePort next(Consumer<String> migrating) {
        return new SqlitePort(
                new Database(SqliteOptions.file(file()).forDatabase()),
                WritePath.USUAL,
                SqliteLayoutTest.NEXT,
                migrating);
    }

    private static void run(Path file, List<String> script) throws SQLException {
        try (Connection connection = SqliteFiles.connect(file)) {
            for (String statement : script) {
                SqliteFiles.execute(connection, statement);
            }
        }
    }

    /** Fails at the first statement, then at the second, and so on, until none is left; each time another opening must find its way. */
    @Test
    void migration_failingAtEachStatement_isCompletedByTheNext() throws Exception {
        Catalog catalog =
                new Catalog(List.of(new CollectionDefinition("everything", List.of(MAIL, TAGS, FIND, AGE)), FULL));
        Path before = documents();
        for (int failing = 0, statements = 1; failing < statements; failing++) {
            Files.copy(before, file(), StandardCopyOption.REPLACE_EXISTING);
            AtomicInteger seen = new AtomicInteger();
            int last = failing;
            SqlitePort port = next(statement -> {
                if (seen.getAndIncrement() == last) {
                    throw new IllegalStateException("stopped");
                }
            });
            assertThatThrownBy(() -> port.prepare(catalog, SchemaMode.MIGRATE)).hasMessage("stopped");
            List<String> done = new ArrayList<>();
            SqlitePort next = next(done::add);
            next.prepare(catalog, SchemaMode.MIGRATE);
            statements = Math.max(statements, done.size());
            next.write(List.of(put(FULL, "a", VALUES)));
            assertFound(next, 1);
            next.close();
            assertThat(SqliteFiles.query(file(), "SELECT count(*) FROM everything"))
                    .containsExactly(String.valueOf(SampleDocuments.RECORDS));
            assertThat(SqliteFiles.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    private Path documents() {
        Path before = directory.resolve("before.db");
        CollectionDefinition everything = new CollectionDefinition("everything", List.of(MAIL));
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.file(before), everything)) {
            for (int i = 0; i < SampleDocuments.RECORDS; i++) {
                port.write(SampleDocuments.history(everything, i, SampleDocuments.values(i)));
            }
        }
        return before;
    }
}
