// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.CATALOG;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.port.Filter;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps from one layout to the next, with one that no library has. */
final class SqliteLayoutTest {

    private static final Layout.Step STEP = new Layout.Step(
            "gave collections an owner",
            List.of(
                    "ALTER TABLE \"storageport$collections\" ADD COLUMN owner TEXT",
                    "UPDATE \"storageport$collections\" SET owner = name || '''s owner'"));

    static final Layout NEXT = Layout.CURRENT.then(STEP);

    private static final String HISTORY =
            "SELECT layout || ' ' || what || ' ' || checksum FROM \"storageport$history\" ORDER BY layout";
    private static final String OWNERS = "SELECT owner FROM \"storageport$collections\"";

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private SqlitePort port(Layout layout, Consumer<String> migrating) {
        return new SqlitePort(
                new Database(SqliteOptions.file(file()).forDatabase()), WritePath.USUAL, layout, migrating);
    }

    private void open(Layout layout, SchemaMode mode) {
        try (SqlitePort port = port(layout, statement -> {})) {
            port.prepare(CATALOG, mode);
            assertThat(port.schema().layout()).isEqualTo(layout.number());
        }
    }

    private void write() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("a")));
        }
    }

    /** A text that changes here changes what files hold, which nobody does without meaning to. */
    @Test
    void checksum_ofTheFirstStep_isKnown() throws SQLException {
        write();
        assertThat(SqliteFiles.query(file(), HISTORY))
                .containsExactly(
                        "1 created the layout 104aa2e8b44233723f348e583556f683a3b3b6251c5205019994298d63254dcc");
        assertThat(SqliteFiles.query(file(), "PRAGMA user_version")).containsExactly("1");
    }

    @Test
    @Rule("SCHEMA-5")
    void step_ofAFileThatHasDocuments_isAppliedOnceAndNoted() throws SQLException {
        write();
        open(NEXT, SchemaMode.MIGRATE);
        List<String> noted = SqliteFiles.query(file(), HISTORY);
        assertThat(noted).hasSize(2).last().asString().isEqualTo("2 gave collections an owner " + STEP.checksum());
        assertThat(SqliteFiles.query(file(), OWNERS)).containsExactly("user's owner");
        List<String> ran = new ArrayList<>();
        try (SqlitePort port = port(NEXT, ran::add)) {
            port.prepare(CATALOG, SchemaMode.MIGRATE);
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(1);
        }
        assertThat(ran).isEmpty();
        open(NEXT, SchemaMode.VALIDATE);
        assertThat(SqliteFiles.query(file(), HISTORY)).isEqualTo(noted);
    }

    @Test
    void steps_ofANewFile_leadToTheSameAsThoseOfAGrownOne() throws SQLException {
        write();
        open(NEXT, SchemaMode.MIGRATE);
        Path made = directory.resolve("made.db");
        try (SqlitePort port = new SqlitePort(
                new Database(SqliteOptions.file(made).forDatabase()), WritePath.USUAL, NEXT, statement -> {})) {
            port.prepare(CATALOG, SchemaMode.MIGRATE);
        }
        String schema = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name";
        assertThat(SqliteFiles.query(made, schema)).isEqualTo(SqliteFiles.query(file(), schema));
        assertThat(SqliteFiles.query(made, HISTORY)).isEqualTo(SqliteFiles.query(file(), HISTORY));
    }

    @Test
    void step_missing_isNamedByValidate() {
        write();
        assertThatThrownBy(() -> open(NEXT, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("lacks layout 2");
        open(Layout.CURRENT, SchemaMode.VALIDATE);
    }

    @Test
    @Rule("SCHEMA-5")
    void step_thatFailsAtAnyStatement_leavesTheLayoutBefore() throws SQLException {
        write();
        List<String> before = SqliteFiles.query(file(), HISTORY);
        int statements = NEXT.step(2).size();
        for (int failing = 0; failing < statements; failing++) {
            List<String> ran = new ArrayList<>();
            int last = failing;
            SqlitePort port = port(NEXT, statement -> {
                ran.add(statement);
                if (ran.size() > last) {
                    throw new IllegalStateException("stopped");
                }
            });
            assertThatThrownBy(() -> port.prepare(CATALOG, SchemaMode.MIGRATE)).hasMessage("stopped");
            port.close();
            assertThat(ran).isEqualTo(NEXT.step(2).subList(0, failing + 1));
            assertThat(SqliteFiles.query(file(), HISTORY)).isEqualTo(before);
            assertThat(SqliteFiles.query(file(), "PRAGMA user_version")).containsExactly("1");
            open(Layout.CURRENT, SchemaMode.VALIDATE);
        }
        open(NEXT, SchemaMode.MIGRATE);
        assertThat(SqliteFiles.query(file(), OWNERS)).containsExactly("user's owner");
    }

    @Test
    @Rule("SCHEMA-5")
    void step_whoseTextIsAnother_isRefused() {
        write();
        open(NEXT, SchemaMode.MIGRATE);
        Layout other = Layout.CURRENT.then(new Layout.Step(STEP.what(), List.of("SELECT 1")));
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatThrownBy(() -> open(other, mode))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("the step to layout 2 was changed");
        }
        open(NEXT, SchemaMode.VALIDATE);
    }

    @Test
    @Rule("SCHEMA-3")
    void layout_newerThanTheLibrary_isRefused() {
        write();
        open(NEXT, SchemaMode.MIGRATE);
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatThrownBy(() -> open(Layout.CURRENT, mode))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("its layout 2 is newer than this library, which knows 1");
        }
    }
}
