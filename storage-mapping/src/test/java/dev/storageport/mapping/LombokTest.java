// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.List;
import lombok.Builder;
import lombok.Data;
import lombok.Value;
import lombok.extern.jackson.Jacksonized;
import org.junit.jupiter.api.Test;

/** Document classes that Lombok writes: immutable ones with a builder, and beans. */
class LombokTest {

    // tag::lombok[]
    @Value
    @Builder(toBuilder = true)
    @Jacksonized // the builder is what Jackson reads with
    static class Player {
        String battletag;
        int level;
        List<String> friends;
    }

    static final Index<Player, Integer> LEVEL = Index.of("level", int.class, Player::getLevel);
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(LEVEL).build();
    // end::lombok[]

    // tag::lombok-data[]
    @Data
    static class Settings {
        private String theme = "dark";
        private int volume;
    }

    static final CollectionSpec<Settings> SETTINGS =
            CollectionSpec.of("settings", Settings.class).build();
    // end::lombok-data[]

    @Test
    void immutableClass_withBuilder_isPutFoundAndUpdated() {
        try (Storage storage = Storage.open("memory:", PLAYERS)) {
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            Player ada = Player.builder()
                    .battletag("Ada#1815")
                    .level(1)
                    .friends(List.of("Charles"))
                    .build();
            players.put("ada", ada);
            assertThat(players.get("ada").orElseThrow().value()).isEqualTo(ada);

            players.update("ada", player -> player.toBuilder().level(2).build());

            assertThat(players.find(LEVEL.is(2)))
                    .extracting(Stored::value)
                    .containsExactly(ada.toBuilder().level(2).build());
            assertThat(players.find(LEVEL.is(1))).isEmpty();
        }
    }

    @Test
    void bean_isPutAndUpdated() {
        try (Storage storage = Storage.open("memory:", SETTINGS)) {
            DocumentCollection<Settings> settings = storage.collection(SETTINGS);
            Settings loud = new Settings();
            loud.setVolume(11);
            settings.put("ada", loud);
            assertThat(settings.get("ada").orElseThrow().value()).isEqualTo(loud);

            settings.update("ada", stored -> {
                stored.setTheme("light");
                return stored;
            });

            loud.setTheme("light");
            assertThat(settings.get("ada").orElseThrow().value()).isEqualTo(loud);
        }
    }
}
