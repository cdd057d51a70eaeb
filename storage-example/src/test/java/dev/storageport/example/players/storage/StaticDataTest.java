// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.example.players.storage.PlayerBench.START;
import static dev.storageport.example.players.storage.PlayerBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StaticDataTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerStorage.collections());

    private final PlayerBench bench;
    private final PlayerStorage storage;

    StaticDataTest(TestDatabase database) {
        bench = new PlayerBench(database);
        storage = bench.initialized();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void staticData_written_comesBackWithCategoryTimeAndVersion() {
        JsonNode heroes = json("{'heroes': [{'key': 'ana', 'role': 'support'}, {'key': 'dva', 'hitpoints': 700}]}");
        storage.putStaticData("heroes:en-us", heroes, StaticCategory.HEROES, 2);
        assertThat(storage.staticData("heroes:en-us"))
                .contains(new StaticData(heroes, StaticCategory.HEROES, 2, START));
    }

    @Test
    void staticData_missingKey_isEmpty() {
        assertThat(storage.staticData("heroes:fr-fr")).isEmpty();
    }

    @Test
    void staticData_writtenAgain_isReplacedWithVersionAndTime() {
        storage.putStaticData("maps", json("{'maps': ['Hanamura']}"), StaticCategory.HERO, 3);
        bench.clock().advance(Duration.ofMinutes(5));
        JsonNode maps = json("{'maps': []}");
        storage.putStaticData("maps", maps, StaticCategory.MAPS);
        assertThat(storage.staticData("maps"))
                .contains(new StaticData(maps, StaticCategory.MAPS, 1, START.plus(Duration.ofMinutes(5))));
        assertThat(storage.stats().staticDataCount()).isOne();
    }

    @Test
    void staticData_jsonValues_keepTheirKinds() {
        JsonNode data = json(
                "{'text': '7', 'whole': 7, 'long': 9007199254740993, 'decimal': 7.0, 'yes': true, 'none': null, 'list': [1, '1', []], 'empty': {}}");
        storage.putStaticData("roles", data, StaticCategory.ROLES);
        JsonNode read = storage.staticData("roles").orElseThrow().data();
        assertThat(read.get("text").isTextual()).isTrue();
        assertThat(read.get("whole").isIntegralNumber()).isTrue();
        assertThat(read.get("long").longValue()).isEqualTo(9007199254740993L);
        assertThat(read.get("decimal").isIntegralNumber()).isFalse();
        assertThat(read.get("yes").isBoolean()).isTrue();
        assertThat(read.get("none").isNull()).isTrue();
        assertThat(read.get("list")).isEqualTo(json("[1, '1', []]"));
        assertThat(read.get("empty")).isEqualTo(json("{}"));
    }
}
