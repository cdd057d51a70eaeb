// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.port.StoragePort;
import java.nio.file.Path;
import java.util.List;

/** Opens storages in SQLite with typed options. With a URL, {@link Storage#open(String, CollectionSpec...)} does the same. */
public final class SqliteStorage {

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

    /** Returns the port itself, without any I/O, for what is built on ports. */
    public static StoragePort port(SqliteOptions options) {
        return new SqlitePort(options);
    }
}
