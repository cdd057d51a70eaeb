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
import dev.storageport.StorageAccessException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.UsageException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFileTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    void open_newFileInMissingDirectory_createsBoth() {
        Path deep = directory.resolve("a/b c/we?ird#%20\u00e9.db");
        SqliteFiles.open(deep).close();
        assertThat(deep).exists();
        assertThat(deep.resolveSibling(deep.getFileName() + "-wal")).doesNotExist();
    }

    @Test
    void pragmas_ofEveryConnection_areWhatTheyMustBe() throws SQLException {
        Database database = new Database(SqliteOptions.file(file()).forDatabase());
        SqliteFiles.open(file()).close();
        DatabaseConnection writer = database.openWriter();
        DatabaseConnection reader = database.openReader();
        for (DatabaseConnection connection : List.of(writer, reader)) {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "page_size")).isEqualTo("4096");
            assertThat(pragma(connection, "auto_vacuum")).isEqualTo("2");
            assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(connection, "synchronous")).isEqualTo("2");
            assertThat(pragma(connection, "trusted_schema")).isEqualTo("0");
            assertThat(pragma(connection, "mmap_size")).isEqualTo("0");
            assertThat(pragma(connection, "journal_size_limit")).isEqualTo("67108864");
            assertThat(pragma(connection, "user_version")).isEqualTo("1");
        }
        assertThat(pragma(writer, "query_only")).isEqualTo("0");
        assertThat(pragma(reader, "query_only")).isEqualTo("1");
        assertThat(pragma(reader, "busy_timeout")).isEqualTo("20000");
        assertThatThrownBy(() -> reader.execute("DELETE FROM \"user\"")).isInstanceOf(SQLException.class);
        writer.close();
        reader.close();
    }

    private static String pragma(DatabaseConnection connection, String name) throws SQLException {
        return connection.text(Sql.pragma(name));
    }

    @Test
    @Rule("SCHEMA-4")
    void open_someoneElsesDatabase_isRefusedAndLeftAsItWas() throws SQLException {
        try (Connection connection = SqliteFiles.connect(file())) {
            SqliteFiles.execute(connection, "CREATE TABLE theirs (x)");
        }
        assertRefused("something else");
        assertThat(SqliteFiles.query(file(), "PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    @Rule("SCHEMA-4")
    void open_noDatabaseAtAll_isRefused() throws IOException {
        Files.write(file(), "Dear diary, ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertRefused("something else");
    }

    @Test
    @Rule("SCHEMA-4")
    void open_otherEncoding_isRefused() throws SQLException {
        try (Connection connection = SqliteFiles.connect(file())) {
            SqliteFiles.execute(connection, "PRAGMA encoding = 'UTF-16'");
            SqliteFiles.execute(connection, "PRAGMA auto_vacuum = 2");
            SqliteFiles.execute(connection, "CREATE TABLE t (x)");
            SqliteFiles.execute(connection, "DROP TABLE t");
        }
        assertRefused("encoding");
    }

    @Test
    @Rule("SCHEMA-3")
    void open_newerLayout_isRefused() throws SQLException {
        SqliteFiles.open(file()).close();
        try (Connection connection = SqliteFiles.connect(file())) {
            SqliteFiles.execute(connection, "PRAGMA user_version = 2");
        }
        assertRefused("layout 2 is newer");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> SqliteFiles.open(file()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("app.db");
    }

    @Test
    void open_anotherCollection_leavesThoseItDoesNotDeclare() throws SQLException {
        SqliteFiles.open(file()).close();
        CollectionDefinition order = new CollectionDefinition("order", List.of());
        try (SqlitePort port = new SqlitePort(SqliteOptions.file(file()))) {
            port.prepare(new Catalog(List.of(order)), SchemaMode.MIGRATE);
            assertThat(port.count(order, new Filter.All())).isZero();
        }
        assertThat(SqliteFiles.query(file(), "SELECT name FROM \"storageport$collections\" ORDER BY name"))
                .containsExactly("order", "user");
        assertThat(SqliteFiles.query(file(), "SELECT what FROM \"storageport$events\" ORDER BY id"))
                .containsExactly("created collection user", "created collection order");
    }

    @Test
    void open_directoryThatCannotBe_isStorageAccessException() throws IOException {
        Files.write(file(), new byte[0]);
        assertNoAccess(file().resolve("below/app.db"));
        assertNoAccess(directory);
    }

    /** A file whose log cannot be made, which not even root can do where a directory is in its place. */
    @Test
    void open_logThatCannotBe_isStorageAccessException() throws IOException {
        SqliteFiles.open(file()).close();
        Files.createDirectory(directory.resolve("app.db-wal"));
        assertNoAccess(file());
    }

    private static void assertNoAccess(Path file) {
        assertThatThrownBy(() -> SqliteFiles.open(file))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StorageAccessException.Reason.MISSING_RIGHT))
                .hasMessageStartingWith("file " + file + ": ");
    }

    @Test
    void times_ofEveryYear_areReadableWithSqlAlone() throws SQLException {
        List<Instant> times = new ArrayList<>(List.of(
                Instant.EPOCH,
                Instant.EPOCH.minusNanos(1000),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1582-10-10T11:12:13.000001Z"),
                Instant.parse("1969-12-31T23:59:59Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z")));
        try (SqlitePort port = SqliteFiles.open(file())) {
            for (Instant time : times) {
                port.write(List.of(new Write.Put(
                        USERS,
                        time.toString(),
                        new Precondition.None(),
                        "{}",
                        2,
                        1,
                        Map.of(),
                        new ContentChange.Keep(),
                        1,
                        time)));
            }
        }
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
        assertThat(SqliteFiles.query(file(), "SELECT created_at FROM \"user$readable\""))
                .containsExactlyInAnyOrderElementsOf(
                        times.stream().map(form::format).toList());
        assertThat(SqliteFiles.query(file(), "SELECT count(*) FROM \"user$readable\" WHERE created_at = updated_at"))
                .containsExactly("6");
    }

    @Test
    void twoPorts_onOneFile_seeEachOther() {
        try (SqlitePort one = SqliteFiles.open(file());
                SqlitePort two = SqliteFiles.open(file())) {
            one.write(List.of(put("a")));
            two.write(List.of(put("b")));
            assertThat(one.count(USERS, new Filter.All())).isEqualTo(2);
            assertThat(two.count(USERS, new Filter.All())).isEqualTo(2);
        }
    }

    @Test
    void port_outsideItsLife_refusesEachOperation() {
        SqlitePort port = new SqlitePort(SqliteOptions.file(file()));
        assertThatThrownBy(() -> port.count(USERS, new Filter.All())).isInstanceOf(UsageException.class);
        assertThat(port.health(Duration.ofSeconds(1)).ok()).isFalse();
        port.close();
        assertThat(file()).doesNotExist();
        SqlitePort second = new SqlitePort(SqliteOptions.file(file()));
        second.prepare(CATALOG, SchemaMode.MIGRATE);
        assertThat(second.health(Duration.ofSeconds(1)).ok()).isTrue();
        second.close();
        second.close();
        assertThatThrownBy(() -> second.count(USERS, new Filter.All())).isInstanceOf(StorageClosedException.class);
        assertThatThrownBy(() -> second.write(List.of(put("a")))).isInstanceOf(StorageException.class);
        assertThat(second.health(Duration.ofSeconds(1)).message()).contains("app.db");
    }
}
