// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A SQLite file in a folder of its own. */
record SqliteFile(Path folder) implements TestDatabase {

    static SqliteFile create() {
        try {
            return new SqliteFile(Files.createTempDirectory("storageport-conformance"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }

    @Override
    public Storage open(StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(url(), options, specs);
    }

    @Override
    public void close() {
        try (Stream<Path> content = Files.list(folder)) {
            for (Path file : content.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
