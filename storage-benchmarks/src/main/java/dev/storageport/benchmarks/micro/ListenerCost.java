// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.micrometer.StorageMetrics;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;

/**
 * What it costs a lone get from a file of SQLite that somebody listens: with nobody, with a listener that does nothing, with the log of slow
 * operations, and with meters in a registry for Prometheus. The calling thread does all the work of a get; {@link VariantTurns} says how it is
 * measured.
 */
public final class ListenerCost {

    /** A document of about a kilobyte. */
    record Note(String text) {}

    private enum Variant {
        NOBODY,
        LISTENER,
        SLOW_OPERATIONS,
        MICROMETER;

        StorageOptions options() {
            StorageOptions.Builder options = StorageOptions.builder();
            return switch (this) {
                case NOBODY -> options.build();
                case LISTENER -> options.listener(new StorageListener() {}).build();
                case SLOW_OPERATIONS ->
                    options.slowOperationThreshold(Duration.ofSeconds(1)).build();
                case MICROMETER ->
                    options.listener(StorageMetrics.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                                    .build())
                            .build();
            };
        }
    }

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    private ListenerCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        VariantTurns.run(ListenerCost.class, arguments, Variant.values(), (directory, variant) -> {
            Storage storage =
                    SqliteStorage.open(SqliteOptions.file(directory.resolve("listener.db")), variant.options(), NOTES);
            return new Asked(storage, storage.collection(NOTES));
        });
    }

    private record Asked(Storage storage, DocumentCollection<Note> notes) implements VariantTurns.Subject {

        @Override
        public void put(String key) {
            notes.put(key, new Note("x".repeat(900)));
        }

        @Override
        public boolean get(String key) {
            return notes.get(key).isPresent();
        }

        @Override
        public void close() {
            storage.close();
        }
    }
}
