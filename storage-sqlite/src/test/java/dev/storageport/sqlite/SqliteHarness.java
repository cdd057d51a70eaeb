// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.StoragePort;
import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A file in a directory of its own. */
final class SqliteHarness implements StorageHarness {

    private final Path directory;
    private final TrackedConnections connections;

    private final SqliteOptions.Durability durability;
    private final WritePath path;
    private final ExecutionPath execution;

    /** A harness of ports that write in the usual way. */
    SqliteHarness() {
        this(SqliteOptions.Durability.FULL, WritePath.USUAL, ExecutionPath.DIRECT);
    }

    /**
     * Creates the harness.
     *
     * @param durability how its ports acknowledge
     * @param path the way they write
     * @param execution what the kit sees of each port, and how the report calls it
     */
    SqliteHarness(SqliteOptions.Durability durability, WritePath path, ExecutionPath execution) {
        this(durability, path, execution, connection -> {});
    }

    /**
     * Creates a harness of ports that write in the usual way.
     *
     * @param opened is shown each connection of the driver
     */
    SqliteHarness(Consumer<Connection> opened) {
        this(SqliteOptions.Durability.FULL, WritePath.USUAL, ExecutionPath.DIRECT, opened);
    }

    private SqliteHarness(
            SqliteOptions.Durability durability, WritePath path, ExecutionPath execution, Consumer<Connection> opened) {
        this.durability = durability;
        this.path = path;
        this.execution = execution;
        this.connections = new TrackedConnections(opened);
        try {
            directory = Files.createTempDirectory("storageport");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public StoragePort port() {
        SqliteOptions options = SqliteOptions.builder(directory.resolve("kit.db"))
                .durability(durability)
                .build();
        return execution.around().apply(new SqlitePort(connections.database(options), path));
    }

    @Override
    public String path() {
        return execution.name();
    }

    @Override
    public void breakConnections() {
        connections.breakAll();
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> paths = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
