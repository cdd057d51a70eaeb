// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.example.players.storage.PlayerBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetentionTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerStorage.collections());

    private static final Duration WEEK = Duration.ofDays(7);

    private final PlayerBench bench;
    private final PlayerStorage storage;

    RetentionTest(TestDatabase database) {
        bench = new PlayerBench(database);
        storage = bench.initialized();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deleteOldProfiles_someOld_deletesExactlyThese() {
        put("old-1", "old-2", "old-3");
        storage.putStaticData("maps", json("{}"), StaticCategory.MAPS);
        bench.clock().advance(WEEK);
        put("new-1", "old-2");
        bench.clock().advance(Duration.ofSeconds(1));

        assertThat(storage.deleteOldProfiles(WEEK)).isEqualTo(2);
        assertThat(storage.stats().playerProfilesCount()).isEqualTo(2);
        assertThat(storage.profile("new-1")).isPresent();
        assertThat(storage.profile("old-2")).isPresent();
        assertThat(storage.playerIdByBattletag("old-1")).isEmpty();
        assertThat(storage.staticData("maps")).isPresent();
        assertThat(storage.deleteOldProfiles(WEEK)).isZero();
    }

    @Test
    void deleteOldProfiles_exactlyOfThatAge_staysUntilAMicrosecondLater() {
        put("player");
        bench.clock().advance(WEEK);
        assertThat(storage.deleteOldProfiles(WEEK)).isZero();
        bench.clock().advance(Duration.ofNanos(1_000));
        assertThat(storage.deleteOldProfiles(WEEK)).isOne();
    }

    @Test
    void deleteOldProfiles_ageThatIsNotPositive_isRefused() {
        put("player");
        bench.clock().advance(WEEK);
        for (Duration age : new Duration[] {Duration.ZERO, Duration.ofDays(-1)}) {
            assertThatThrownBy(() -> storage.deleteOldProfiles(age)).isInstanceOf(InvalidValueException.class);
        }
        assertThat(storage.profile("player")).isPresent();
    }

    @Test
    void clear_everything_leavesAnEmptyStorage() {
        put("player");
        storage.putStaticData("maps", json("{}"), StaticCategory.MAPS);
        storage.clear();
        assertThat(storage.profile("player")).isEmpty();
        assertThat(storage.staticData("maps")).isEmpty();
        assertThat(storage.stats().sizeBytes()).isZero();
    }

    private void put(String... players) {
        for (String player : players) {
            storage.putProfile(player, ProfileWrite.of("<html></html>").withNames(player, player));
        }
    }
}
