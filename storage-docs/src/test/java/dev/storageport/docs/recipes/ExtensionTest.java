// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.test.StorageExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExtensionTest {

    record Player(String name, int level) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    // tag::extension[]
    @RegisterExtension
    static final StorageExtension STORAGE = StorageExtension.of(PLAYERS);

    @Test
    void player_levelsUp(Storage storage) {
        DocumentCollection<Player> players = storage.collection(PLAYERS);
        players.put("ada", new Player("Ada", 1));
        players.update("ada", player -> new Player(player.name(), player.level() + 1));
        assertThat(players.get("ada").orElseThrow().value().level()).isEqualTo(2);
    }
    // end::extension[]
}
