// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.SchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The settings of a connection, each read back. */
public final class Settings {

    public static final int PAGE_SIZE = 4096;
    private static final long MOST_CHECKPOINT_PAGES = 1000;
    private static final long LEAST_CHECKPOINT_PAGES = 16;
    private static final long PART_OF_A_SMALL_DISK = 32;

    /** Both first have an effect only before the first page is written, so before the switch to the log. */
    public static final List<String> OF_A_NEW_FILE = List.of(
            Sql.pragma("page_size", String.valueOf(PAGE_SIZE)),
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

    /** Returns the word for what the setting of that name reads as. */
    public static String synchronous(String number) {
        return switch (number) {
            case "0" -> "OFF";
            case "1" -> "NORMAL";
            case "2" -> "FULL";
            default -> number;
        };
    }

    /** Makes the settings of a connection, that of a reader or of the writer. */
    void apply(boolean reader) throws SQLException {
        if (options.inMemory()) {
            set("journal_mode", "MEMORY", "memory");
        } else {
            if (access != FileAccess.UNCHANGING) { // then SQLite knows of no log
                set("journal_mode", "WAL", "wal");
            }
            check("page_size", String.valueOf(PAGE_SIZE));
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
            String limit = String.valueOf(options.logLimit());
            set("journal_size_limit", limit, limit);
        }
        if (!options.inMemory() && !reader) {
            String pages = String.valueOf(checkpointPages());
            set("wal_autocheckpoint", pages, pages);
        }
        boolean readOnly = reader || !access.canWrite();
        set("query_only", readOnly ? "ON" : "OFF", readOnly ? "1" : "0");
        String busy = String.valueOf(
                reader ? options.busyTimeout().toMillis() : writerBusy().toMillis());
        set("busy_timeout", busy, busy);
    }

    /**
     * SQLite's own checkpoints come well before the limit of the log, so that nobody waits for one as long as readers are short. On a small
     * disk they come so early that the reserve, a part of such a disk, has room for what they bring into the file.
     */
    private long checkpointPages() {
        long pages = Math.min(MOST_CHECKPOINT_PAGES, options.logLimit() / PAGE_SIZE / 2);
        return Math.min(pages, Math.max(LEAST_CHECKPOINT_PAGES, roomOfTheDisk() / PAGE_SIZE / PART_OF_A_SMALL_DISK));
    }

    private long roomOfTheDisk() {
        Path file = options.file().orElseThrow().toAbsolutePath();
        try {
            return options.reserve() == 0
                    ? Long.MAX_VALUE
                    : Files.getFileStore(file).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
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
