// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.postgres.server.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerTest {

    record Player(String name) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    @Test
    void server_started_isOneThatAStorageOpens() {
        // tag::server[]
        try (PostgresServer server = PostgresServer.start()) {
            server.address().createDatabase("app");
            try (Storage storage = Storage.open(server.address().url("app"), PLAYERS)) {
                storage.collection(PLAYERS).put("ada", new Player("Ada"));
                // end::server[]
                assertThat(storage.health(Duration.ofSeconds(10)).live()).isTrue();
                // tag::server[]
            }
        }
        // end::server[]
    }
}
