// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.BATTLETAG;
import static dev.storageport.example.players.ApplicationBench.ID;
import static dev.storageport.example.players.ApplicationBench.MICROSECOND;
import static dev.storageport.example.players.ApplicationBench.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.event.RetentionEnded;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.PlayerStorageStats;
import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the service forgets, and when. */
class PlayerRetentionTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private static final Duration WEEK = PlayerSettings.DEFAULTS.keepUnused();
    private static final Duration SOON = Duration.ofMillis(20);

    private final ApplicationBench bench;

    PlayerRetentionTest(TestDatabase database) {
        bench = new ApplicationBench(database);
    }

    @BeforeEach
    void player() {
        bench.upstream.has(ID, BATTLETAG, "Ana", 2, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private PlayerApplication keeping(Duration unused, Duration every) {
        return bench.open(PlayerSettings.DEFAULTS.keeping(unused, every), new SimpleMeterRegistry());
    }

    private static long profiles(PlayerApplication application) {
        return application
                .statistics()
                .map(PlayerStorageStats::playerProfilesCount)
                .orElseThrow();
    }

    @Test
    void clean_forgetsWhatWasFetchedMoreThanAWeekAgo_andNothingElse() {
        PlayerApplication application = bench.open();
        application.career(BATTLETAG);
        application.career("Nobody-1");
        application.staticData(StaticCategory.MAPS, "en-us");
        bench.clock.advance(WEEK);
        bench.upstream.has("new|er", "Bo-1", "Bo", 1, 1);
        application.career("new|er");

        assertThat(application.clean().documents()).as("at exactly a week").isZero();
        bench.clock.advance(MICROSECOND);
        assertThat(application.clean().collections())
                .filteredOn(ended -> ended.documents() > 0)
                .extracting(RetentionEnded::collection)
                .containsExactlyInAnyOrder("player_profiles", "found_players", "unknown_players");
        assertThat(bench.stored().collection(PlayerStorage.PROFILES).getAll(List.of(ID, "new|er")))
                .containsOnlyKeys("new|er");
        assertThat(application.statistics().orElseThrow().staticDataCount()).isOne();
        assertThat(application.clean().documents()).isZero();
    }

    @Test
    void forgottenPlayer_isFetchedAgain() {
        PlayerApplication application = bench.open();
        application.career(BATTLETAG);
        bench.clock.advance(WEEK.plus(MICROSECOND));
        application.clean();
        assertThat(application.career(BATTLETAG).orElseThrow().age()).isZero();
        assertThat(bench.upstream.pageRequests).hasValue(2);
        assertThat(profiles(application)).isOne();
    }

    @Test
    void clean_goesOnByItself() {
        PlayerApplication application = keeping(WEEK, SOON);
        application.career(ID);
        bench.clock.advance(WEEK.plus(MICROSECOND));
        await("a profile that is forgotten", () -> profiles(application) == 0);
    }

    @Test
    void keepingForZero_keepsForEver() {
        PlayerApplication application = keeping(Duration.ZERO, Duration.ofDays(1));
        application.career(ID);
        bench.clock.advance(Duration.ofDays(3650));
        assertThat(application.clean().documents()).isZero();
        assertThat(profiles(application)).isOne();
    }

    @Test
    void keepingForLessThanNothing_isRefused() {
        assertThatThrownBy(() -> keeping(Duration.ofNanos(-1), Duration.ofDays(1)))
                .isInstanceOf(InvalidValueException.class);
    }
}
