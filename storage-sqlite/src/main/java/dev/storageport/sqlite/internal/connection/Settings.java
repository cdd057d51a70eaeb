// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.SchemaException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The settings of a connection, each read back. */
public final class Settings {

    /** Both first have an effect only before the first page is written, so before the switch to the log. */
    public static final List<String> OF_A_NEW_FILE = List.of(
            Sql.pragma("page_size", "4096"),
            Sql.pragma("auto_vacuum", "INCREMENTAL"),
            Sql.pragma("journal_mode", "WAL"));

    /** The writer waits for other processes in pieces, so that an interrupt is seen in between. */
    private static final long LONGEST_DEAF_MILLIS = 100;

    private final DatabaseConnection connection;
    private final DatabaseOptions options;
    private final FileAccess access;

    Settings(DatabaseConnection connection, DatabaseOptions options, FileAccess access) {
        this.connection = connection;
        this.options = options;
        this.access = access;
    }

    /** Makes the settings of a connection, that of a reader or of the writer. */
    void apply(boolean reader) throws SQLException {
        if (options.inMemory()) {
            set("journal_mode", "MEMORY", "memory");
        } else {
            if (access != FileAccess.UNCHANGING) { // then SQLite knows of no log
                set("journal_mode", "WAL", "wal");
            }
            check("page_size", "4096");
            check("auto_vacuum", "2");
        }
        check("encoding", "UTF-8");
        set("synchronous", options.syncsEachCommit() ? "FULL" : "NORMAL", options.syncsEachCommit() ? "2" : "1");
        set("foreign_keys", "ON", "1");
        set("trusted_schema", "OFF", "0");
        // A reader may have to sort more than fits into memory; only with files does the sort stay bounded.
        set("temp_store", reader ? "FILE" : "MEMORY", reader ? "1" : "2");
        if (!options.inMemory()) {
            set("mmap_size", "0", "0");
            set("journal_size_limit", "67108864", "67108864");
        }
        boolean readOnly = reader || !access.canWrite();
        set("query_only", readOnly ? "ON" : "OFF", readOnly ? "1" : "0");
        String busy = String.valueOf(
                reader ? options.busyTimeout().toMillis() : writerBusy().toMillis());
        set("busy_timeout", busy, busy);
    }

    private Duration writerBusy() {
        return Duration.ofMillis(
                Math.min(LONGEST_DEAF_MILLIS, options.busyTimeout().toMillis()));
    }

    private void set(String pragma, String value, String expected) throws SQLException {
        connection.execute(Sql.pragma(pragma, value));
        check(pragma, expected);
    }

    /** SQLite answers an unknown or refused pragma without an error; only the value read back tells. */
    private void check(String pragma, String expected) throws SQLException {
        String actual = connection.text(Sql.pragma(pragma));
        if (!actual.equals(expected)) {
            throw new SchemaException(
                    options.name() + ": PRAGMA " + pragma + " is " + actual + " and must be " + expected, null);
        }
    }
}
