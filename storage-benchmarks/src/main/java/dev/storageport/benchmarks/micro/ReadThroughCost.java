// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a fresh hit of a read-through costs over the plain get that it makes, from a file of SQLite. {@link VariantTurns} says how it is
 * measured.
 */
public final class ReadThroughCost {

    /** A document of about a kilobyte. */
    record Note(String text) {}

    private enum Variant {
        GET,
        READ_THROUGH
    }

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final FreshnessPolicy FOR_A_DAY =
            FreshnessPolicy.refreshAfter(Duration.ofDays(1)).expireAfter(Duration.ofDays(2));

    private ReadThroughCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        VariantTurns.run(ReadThroughCost.class, arguments, Variant.values(), ReadThroughCost::open);
    }

    private static Asked open(Path directory, Variant variant) {
        Storage storage = SqliteStorage.open(SqliteOptions.file(directory.resolve("read-through.db")), NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        if (variant == Variant.GET) {
            return new Asked(storage, key -> notes.get(key).isPresent());
        }
        ReadThrough<Note> through = ReadThrough.builder(storage, NOTES, request -> {
                    throw new IllegalStateException("every document is there and fresh");
                })
                .policy(FOR_A_DAY)
                .build();
        return new Asked(storage, key -> through.get(key).isPresent());
    }

    private record Asked(Storage storage, Predicate<String> found) implements VariantTurns.Subject {

        @Override
        public void put(String key) {
            storage.collection(NOTES).put(key, new Note("x".repeat(900)));
        }

        @Override
        public boolean get(String key) {
            return found.test(key);
        }

        @Override
        public void close() {
            storage.close();
        }
    }
}
