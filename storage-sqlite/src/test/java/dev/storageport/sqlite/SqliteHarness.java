// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.StorageHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file in a directory of its own. */
final class SqliteHarness implements StorageHarness {

    private final Path directory;
    private final TrackedConnections connections = new TrackedConnections();

    SqliteHarness() {
        try {
            directory = Files.createTempDirectory("storageport");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public StoragePort port() {
        return new SqlitePort(connections.database(SqliteOptions.file(directory.resolve("kit.db"))));
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
