// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.StorageListener;
import dev.storageport.micrometer.StorageMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The meters of the service: those of the library, and how often a battletag was known. */
final class PlayerMetrics {

    /** What became of looking for a battletag in the storage. */
    enum Lookup {
        HIT,
        MISS
    }

    private final StorageMetrics storage;
    private final Map<Lookup, Counter> lookups = new EnumMap<>(Lookup.class);

    PlayerMetrics(MeterRegistry registry) {
        storage = StorageMetrics.builder(registry).build();
        for (Lookup result : Lookup.values()) {
            lookups.put(
                    result,
                    Counter.builder("storage.alias.lookup")
                            .description("Battletags that were looked for in the storage")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** Returns what is told by the storage. */
    StorageListener listener() {
        return storage;
    }

    /** Finds out now what takes asking the database. */
    void refresh() {
        storage.refresh();
    }

    void lookedUp(Lookup result) {
        Objects.requireNonNull(lookups.get(result)).increment();
    }
}
