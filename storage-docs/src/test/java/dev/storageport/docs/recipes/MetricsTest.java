// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.micrometer.StorageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricsTest {

    record Player(String name) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    @Test
    void operations_areMetered() {
        String url = "memory:";
        MeterRegistry registry = new SimpleMeterRegistry();
        // tag::metrics[]
        StorageMetrics metrics =
                StorageMetrics.builder(registry).tag("storage", "players").build();
        StorageOptions options = StorageOptions.builder().listener(metrics).build();
        try (Storage storage = Storage.open(url, options, PLAYERS)) {
            // end::metrics[]
            storage.collection(PLAYERS).put("ada", new Player("Ada"));
            assertThat(registry.get("storage.operations")
                            .tag("operation", "put")
                            .tag("storage", "players")
                            .functionCounters())
                    .isNotEmpty();
            // tag::metrics[]
        }
        // end::metrics[]
    }
}
