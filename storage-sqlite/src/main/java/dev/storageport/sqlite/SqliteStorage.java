// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.port.StoragePort;
import dev.storageport.sqlite.internal.connection.Backup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Opens storages in SQLite with typed options. With a URL, {@link Storage#open(String, CollectionSpec...)} does the same. */
public final class SqliteStorage {

    /** As long as a statement may take at all. */
    private static final Duration LONGEST_BACKUP = Duration.ofDays(1);

    private SqliteStorage() {}

    /**
     * Opens a storage in a file with all defaults; creates the file, its parent directories, the collections and their indexes where
     * they are missing, and brings a file of an earlier version up to date. Several threads and processes may open one file at the same
     * time; a second copy of this library in one process, loaded by another class loader, may not. A new file is for its owner only; who
     * wants other rights makes the file before, empty. Nothing stays open if this fails.
     *
     * <p>If the file is removed or replaced while it is open, every operation soon fails with
     * {@link dev.storageport.DatabaseReplacedException}, and what is there instead is left alone: close the storage before a backup is put
     * in the file's place, and put none beside the log of another ({@code -wal}, {@code -shm}).
     *
     * <p>A file that may only be read opens with {@link dev.storageport.SchemaMode#VALIDATE} or {@link dev.storageport.SchemaMode#NONE}. Where
     * nobody may write it (read-only media, or no right to write for anybody) it is read without its log and without locks, else with both.
     *
     * @throws dev.storageport.SchemaException if the file holds something else or a newer layout, or was tampered with
     * @throws dev.storageport.StorageAccessException if the file or its directory cannot be created or written, the file is a folder, or
     *     another copy of this library in this process has the file open
     * @throws dev.storageport.StorageTimeoutException if another process holds the file's lock for too long
     * @throws dev.storageport.StorageFailureException if the native code of SQLite or zstd cannot be loaded
     */
    public static Storage open(Path file, CollectionSpec<?>... specs) {
        return open(SqliteOptions.file(file), specs);
    }

    /**
     * Opens a storage with the backend's options and the library's defaults; otherwise as
     * {@link #open(Path, CollectionSpec...)}.
     */
    public static Storage open(SqliteOptions options, CollectionSpec<?>... specs) {
        return open(options, StorageOptions.defaults(), specs);
    }

    /** Opens a storage with the options of both the backend and the library; otherwise as {@link #open(Path, CollectionSpec...)}. */
    public static Storage open(SqliteOptions options, StorageOptions storageOptions, CollectionSpec<?>... specs) {
        return Storage.open(port(options), storageOptions, specs);
    }

    /**
     * Returns the statements that opening a storage in a file with these declarations would run now, as
     * {@link Storage#ddl(String, CollectionSpec...)} does. Creates no file.
     *
     * @throws dev.storageport.SchemaException if the file does not fit the declarations, or holds something else
     * @throws dev.storageport.StorageAccessException if the file cannot be read, or another copy of this library in this process has
     *     it open
     */
    public static List<String> ddl(Path file, CollectionSpec<?>... specs) {
        return ddl(SqliteOptions.file(file), specs);
    }

    /** Returns the statements that opening a storage with these options would run now; otherwise as {@link #ddl(Path, CollectionSpec...)}. */
    public static List<String> ddl(SqliteOptions options, CollectionSpec<?>... specs) {
        return Storage.ddl(port(options), specs);
    }

    /**
     * Copies a file, which may be in use, to a file that is not there yet. The copy is one state of it: all of each transaction that had
     * returned before, and nothing by halves of those that run meanwhile. Others read and write as ever; only the log cannot begin anew
     * while it is copied. The copy has no log beside it and no free pages, is for its owner only, and opens like any other storage.
     *
     * <p>It is written and looked through under another name, {@code <copy>.<UUID>.partial} in the same folder, which is made if it is
     * missing, and gets its own name when it is whole and on the disk. If this fails, nothing is left of it; if the process dies, what has
     * that other name may be deleted. Of two calls with one copy the later one has the name. It takes a day at most; to end it sooner,
     * interrupt the thread.
     *
     * @param file a storage, whether this or another process has it open or nobody
     * @param copy where no file is, nor the log of one
     * @throws dev.storageport.UsageException if there is a file
     * @throws dev.storageport.SchemaException if there is no storage to copy, or something else in the file
     * @throws dev.storageport.StorageFailureException if the file is damaged; SQLite looks at each page, and not at what documents say
     * @throws dev.storageport.StorageAccessException if either cannot be read or written, or another copy of this library in this
     *     process has the file open
     * @throws dev.storageport.OutOfSpaceException if the disk of the copy is full
     * @throws dev.storageport.StorageInterruptedException if the thread is interrupted
     */
    public static void backup(Path file, Path copy) {
        SqliteOptions options = SqliteOptions.file(file).toBuilder()
                .statementTimeout(LONGEST_BACKUP)
                .build();
        new Backup(options.forDatabase(), copy).make();
    }

    /** Returns the port itself, without any I/O, for what is built on ports. */
    public static StoragePort port(SqliteOptions options) {
        return new SqlitePort(options);
    }
}
