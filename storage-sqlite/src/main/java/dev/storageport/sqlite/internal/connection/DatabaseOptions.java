// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.port.Quoted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the database is and how long it is waited for: what the public options say, as everything below them sees it.
 *
 * @param file the file; empty if the database is in memory
 * @param memoryName the name of a database in memory that several storages share
 * @param syncsEachCommit whether a write is on the disk when it is acknowledged
 * @param readers how many connections there are for reading
 * @param busyTimeout the bound on waiting for another process
 * @param lockTimeout the bound on waiting for the writer
 * @param poolTimeout the bound on waiting for a connection for reading
 * @param statementTimeout the bound on one statement
 * @param streamTimeout the bound on how long a reader is held by somebody who may not ask again
 * @param logLimit how many bytes the log may have before readers are made to begin behind it
 * @param reserve how many bytes of the disk are kept for when it is full, at most
 */
public record DatabaseOptions(
        Optional<Path> file,
        Optional<String> memoryName,
        boolean syncsEachCommit,
        int readers,
        Duration busyTimeout,
        Duration lockTimeout,
        Duration poolTimeout,
        Duration statementTimeout,
        Duration streamTimeout,
        long logLimit,
        long reserve) {

    /** Returns the same for another file. */
    DatabaseOptions of(Path other) {
        return new DatabaseOptions(
                Optional.of(other),
                memoryName,
                syncsEachCommit,
                readers,
                busyTimeout,
                lockTimeout,
                poolTimeout,
                statementTimeout,
                streamTimeout,
                logLimit,
                reserve);
    }

    boolean inMemory() {
        return file.isEmpty();
    }

    /** Returns how messages call the database. */
    String name() {
        return file.map(path -> "file " + path)
                .orElseGet(() -> "the database in memory"
                        + memoryName.map(name -> " " + Quoted.text(name)).orElse(""));
    }

    /** Returns what operators want to know of them, by the names of the options. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("durability", syncsEachCommit ? "FULL" : "NORMAL");
        settings.put("readers", Integer.toString(readers));
        settings.put("poolTimeout", poolTimeout.toString());
        settings.put("lockTimeout", lockTimeout.toString());
        settings.put("statementTimeout", statementTimeout.toString());
        settings.put("streamTimeout", streamTimeout.toString());
        settings.put("logLimit", Long.toString(logLimit));
        settings.put("reserve", Long.toString(reserve));
        return settings;
    }
}
