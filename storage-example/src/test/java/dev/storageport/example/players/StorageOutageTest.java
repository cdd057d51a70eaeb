// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.BATTLETAG;
import static dev.storageport.example.players.ApplicationBench.HALF;
import static dev.storageport.example.players.ApplicationBench.ID;
import static dev.storageport.example.players.ApplicationBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.OutOfSpaceException;
import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.fake.FakeFaults;
import dev.storageport.test.OnBackend;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestBackend;
import dev.storageport.test.TestDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad days of the database: what was fetched is served all the same, and somebody is told. */
@Tag("faults")
@OnBackend(TestBackend.FAKE)
class StorageOutageTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private final ApplicationBench bench;
    private final FakeFaults faults;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PlayerApplication application;

    StorageOutageTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        faults = database.fake().orElseThrow().faults();
        application = bench.open(PlayerSettings.DEFAULTS, registry);
    }

    @BeforeEach
    void player() {
        bench.upstream.has(ID, BATTLETAG, "Ana", 2, 1);
    }

    @AfterEach
    void close() {
        faults.clear();
        bench.close();
    }

    private void away() {
        faults.failNext(Integer.MAX_VALUE);
    }

    /** Returns how many operations of the storage have failed. */
    private double failed() {
        return registry.find("storage.operations").tag("status", "error").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private double storeFailures(String access) {
        return registry
                .find("storage.read.through.store.failures")
                .tags("collection", "player_profiles", "access", access)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void career_whileTheStorageIsAway_isFetchedEachTimeAndServed() {
        away();
        for (int call = 1; call <= 2; call++) {
            Answer<Career> answer = application.career(BATTLETAG).orElseThrow();
            assertThat(answer.data().name()).isEqualTo("Ana");
            assertThat(answer.stale()).isFalse();
            assertThat(answer.age()).isZero();
            assertThat(bench.upstream.pageRequests).hasValue(call);
        }
        assertThat(failed()).isPositive();
        faults.clear();
        application.career(BATTLETAG);
        assertThat(bench.stored(ID).value().battletag()).isEqualTo(BATTLETAG);
    }

    @Test
    void career_thatCannotBeStored_isServed() {
        faults.outOfSpace(true);
        assertThat(application.career(BATTLETAG).orElseThrow().data().name()).isEqualTo("Ana");
        assertThat(storeFailures("write")).isEqualTo(1);
        faults.outOfSpace(false);
        assertThat(application.statistics().orElseThrow().playerProfilesCount()).isZero();
    }

    @Test
    void career_whoseFirstReadFails_isServed() {
        application.career(ID);
        faults.failNext(1, () -> new OutOfSpaceException("full", null));
        assertThat(application.career(ID).orElseThrow().data().name()).isEqualTo("Ana");
    }

    @Test
    void unknownPlayer_whileTheStorageIsAway_isUnknown() {
        away();
        assertThat(application.career("Nobody-1")).isEmpty();
        assertThat(application.career("no|body")).isEmpty();
    }

    @Test
    void staticData_whileTheStorageIsAway_areFetchedEachTimeAndServed() {
        application.staticData(StaticCategory.MAPS, "en-us");
        away();
        assertThat(application.staticData(StaticCategory.MAPS, "en-us").age()).isZero();
        assertThat(bench.upstream.staticRequests).hasValue(2);
    }

    @Test
    void refreshInTheBackground_thatTheStorageFails_isDoneLater() {
        application.career(ID);
        bench.clock.advance(HALF);
        bench.upstream.has(ID, BATTLETAG, "Ana", 3, 2);
        faults.outOfSpace(true);
        assertThat(application.career(ID).orElseThrow().stale()).isTrue();
        await("a refresh in vain", () -> storeFailures("write") == 1);
        faults.outOfSpace(false);
        bench.clock.advance(Duration.ofMinutes(1));
        await("a refresh", () -> !application.career(ID).orElseThrow().stale());
    }

    @Test
    void clean_whileTheStorageIsAway_failsAndIsDoneLater() {
        application.career(ID);
        bench.clock.advance(PlayerSettings.DEFAULTS.keepUnused().multipliedBy(2));
        away();
        assertThat(application.clean().succeeded()).isFalse();
        faults.clear();
        assertThat(application.clean().documents()).isPositive();
        assertThat(application.statistics().orElseThrow().playerProfilesCount()).isZero();
    }

    @Test
    void statistics_whileTheStorageIsAway_areEmptyAndThenBack() {
        application.career(ID);
        away();
        assertThat(application.statistics()).isEmpty();
        faults.clear();
        assertThat(application.statistics().orElseThrow().playerProfilesCount()).isOne();
    }

    @Test
    void metrics_whileTheStorageIsAway_areScrapedAndSayNothingOfIt() {
        application.career(ID);
        application.refreshMetrics();
        assertThat(registry.scrape()).contains("storage_entries{backend=\"memory\",table=\"player_profiles\"} 1.0");
        away();
        application.career(ID);
        application.refreshMetrics();
        assertThat(registry.scrape()).contains("storage_entries{backend=\"memory\",table=\"player_profiles\"} NaN");
        assertThat(storeFailures("read")).isPositive();
    }
}
