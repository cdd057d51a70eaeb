// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.example.players.storage.PlayerBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatsAndIntegrityTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerStorage.collections());

    private static final String UNICODE =
            "é \u65e5\u672c\u8a9e \uD55C\uAD6D\uC5B4 \uD83C\uDFAE \u05E9\u05DC\u05D5\u05DD a\u0301 \uFEFF \u200D";

    private final PlayerBench bench;
    private final PlayerStorage storage;

    StatsAndIntegrityTest(TestDatabase database) {
        bench = new PlayerBench(database);
        storage = bench.initialized();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void stats_emptyStorage_areZero() {
        assertThat(storage.stats())
                .isEqualTo(new PlayerStorageStats(0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void stats_profilesOfDifferentAges_areNearestRankOverAll() {
        storage.putStaticData("maps", json("{}"), StaticCategory.MAPS);
        for (int player = 0; player < 10; player++) {
            storage.putProfile("player" + player, ProfileWrite.of("<html></html>"));
            bench.clock().advance(Duration.ofMinutes(1));
        }
        PlayerStorageStats stats = storage.stats();
        assertThat(stats.staticDataCount()).isOne();
        assertThat(stats.playerProfilesCount()).isEqualTo(10);
        assertThat(stats.sizeBytes()).isPositive();
        assertThat(stats.profileAgeP50()).isEqualTo(Duration.ofMinutes(5));
        assertThat(stats.profileAgeP90()).isEqualTo(Duration.ofMinutes(9));
        assertThat(stats.profileAgeP99()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void page_tenKilobytesAndMore_isStoredSmallerAndComesBackExactly() {
        String page = "<div class=\"hero\">D.Va</div>\n".repeat(5_000);
        storage.putProfile("player", ProfileWrite.of(page));
        assertThat(storage.stats().sizeBytes()).isLessThan(page.length() / 10);
        assertThat(storage.profile("player").orElseThrow().html()).isEqualTo(page);
    }

    @Test
    void page_thatCannotBeCompressed_comesBackExactly() {
        StringBuilder page = new StringBuilder();
        new Random(386).ints(20_000, ' ', 0xD800).forEach(page::appendCodePoint);
        storage.putProfile("player", ProfileWrite.of(page.toString()));
        assertThat(storage.profile("player").orElseThrow().html()).isEqualTo(page.toString());
    }

    @Test
    void page_empty_isNotMissing() {
        storage.putProfile("player", ProfileWrite.of(""));
        assertThat(storage.profile("player").orElseThrow().html()).isEmpty();
    }

    @Test
    void unicode_inPageNamesSummaryAndStaticData_comesBackExactly() {
        storage.putProfile(
                UNICODE,
                ProfileWrite.of(UNICODE)
                        .withNames(UNICODE, UNICODE)
                        .withSummary(json("{'" + UNICODE + "': '" + UNICODE + "'}")));
        storage.putStaticData(UNICODE, json("['" + UNICODE + "']"), StaticCategory.HERO);

        assertThat(storage.playerIdByBattletag(UNICODE)).contains(UNICODE);
        assertThat(storage.profile(UNICODE)).hasValueSatisfying(profile -> {
            assertThat(profile.html()).isEqualTo(UNICODE);
            assertThat(profile.name()).contains(UNICODE);
            assertThat(profile.summary()).isEqualTo(json("{'" + UNICODE + "': '" + UNICODE + "'}"));
        });
        assertThat(storage.staticData(UNICODE).orElseThrow().data()).isEqualTo(json("['" + UNICODE + "']"));
    }
}
