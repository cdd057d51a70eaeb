// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.OptimisticItems.ITEMS;
import static dev.storageport.sqlite.OptimisticItems.NONE;
import static dev.storageport.sqlite.OptimisticItems.content;
import static dev.storageport.sqlite.OptimisticItems.item;
import static dev.storageport.sqlite.SqliteFiles.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The column that says whether a document has content, and what becomes of content that somebody else changes. */
final class SqliteContentTest {

    @TempDir
    Path directory;

    private SqlitePort port;

    @BeforeEach
    void open() {
        port = SqliteFiles.open(SqliteOptions.file(file()), ITEMS);
        put("a", content("first"));
        put("b", new ContentChange.Remove());
    }

    @AfterEach
    void close() {
        port.close();
    }

    private Path file() {
        return directory.resolve("app.db");
    }

    private void put(String key, ContentChange change) {
        port.write(List.of(item(key, "body", NONE, change, NOON)));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = SqliteFiles.connect(file())) {
            SqliteFiles.execute(connection, "PRAGMA foreign_keys = ON");
            SqliteFiles.execute(connection, sql);
        }
    }

    private List<String> flags() throws SQLException {
        return SqliteFiles.query(file(), "SELECT key || has_content FROM item ORDER BY key");
    }

    private List<String> contents() throws SQLException {
        return SqliteFiles.query(file(), "SELECT key || frame FROM \"item$content\" ORDER BY key");
    }

    private boolean hasContent(String key) {
        Map<String, StoredRecord> found = port.read(ITEMS, List.of(key), Projection.CONTENT);
        return Objects.requireNonNull(found.get(key)).content().isPresent();
    }

    @Test
    void flag_saysWhetherThereIsContent() throws SQLException {
        assertThat(flags()).containsExactly("a1", "b0");
        put("a", new ContentChange.Keep());
        put("b", content("second"));
        assertThat(flags()).containsExactly("a1", "b1");
        assertThat(contents()).containsExactly("afirst", "bsecond");
        put("b", content("third"));
        put("a", new ContentChange.Remove());
        assertThat(flags()).containsExactly("a0", "b1");
        assertThat(contents()).containsExactly("bthird");
        port.write(List.of(
                item("b", "other", new Precondition.AtRevision(1), new ContentChange.Remove(), NOON),
                new Write.Delete(ITEMS, "a", NONE)));
        assertThat(flags()).containsExactly("b1");
        assertThat(contents()).containsExactly("bthird");
    }

    @Test
    void content_deletedByHand_isNone() throws SQLException {
        execute("DELETE FROM \"item$content\"");
        assertThat(hasContent("a")).isFalse();
        put("a", new ContentChange.Keep());
        assertThat(hasContent("a")).isFalse();
        put("a", new ContentChange.Remove());
        assertThat(flags()).containsExactly("a0", "b0");
        put("a", content("again"));
        assertThat(hasContent("a")).isTrue();
    }

    /** Whoever adds content by hand says so in the row, as the layout asks. */
    @Test
    void content_addedByHand_isSeenWithItsFlag() throws SQLException {
        execute("INSERT INTO \"item$content\" (key, part, raw_bytes, frame) VALUES ('b', 0, 1, x'00')");
        assertThat(hasContent("b")).isFalse();
        execute("UPDATE item SET has_content = 1 WHERE key = 'b'");
        assertThat(hasContent("b")).isTrue();
    }

    @Test
    void content_ofADocumentDeletedByHand_goesWithIt() throws SQLException {
        execute("DELETE FROM item WHERE key = 'a'");
        assertThat(contents()).isEmpty();
        put("a", new ContentChange.Keep());
        assertThat(hasContent("a")).isFalse();
    }
}
