// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file in a temporary folder of its own, which also takes what SQLite puts beside it. */
final class SqlitePlace implements Place {

    private final Path folder;
    private final TestDatabase database;

    SqlitePlace() {
        try {
            folder = Files.createTempDirectory("storage-test-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        // What has a meaning of its own in a URL.
        String path = folder.resolve("test.db").toString().replace("%", "%25").replace("?", "%3F");
        database = new TestDatabase(TestBackend.SQLITE, "sqlite:" + path, null);
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        try {
            List<Path> deepestFirst;
            try (Stream<Path> paths = Files.walk(folder)) {
                deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
