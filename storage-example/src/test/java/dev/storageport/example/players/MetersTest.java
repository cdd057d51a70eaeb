// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static dev.storageport.example.players.ApplicationBench.BATTLETAG;
import static dev.storageport.example.players.ApplicationBench.HALF;
import static dev.storageport.example.players.ApplicationBench.ID;
import static dev.storageport.example.players.ApplicationBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the metrics page says. */
class MetersTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerApplication.collections());

    private static final String PROFILES = "\"player_profiles\"";

    private final ApplicationBench bench;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PlayerApplication application;

    MetersTest(TestDatabase database) {
        bench = new ApplicationBench(database);
        application = bench.open(PlayerSettings.DEFAULTS, registry);
    }

    @BeforeEach
    void player() {
        bench.upstream.has(ID, BATTLETAG, "Ana", 2, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Returns the value in the line of a meter that has all these labels. */
    private double value(String name, String... labels) {
        String page = registry.scrape();
        return page.lines()
                .filter(line -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + page));
    }

    @Test
    void page_saysHowCallersWereServed() {
        application.career(BATTLETAG);
        application.career(BATTLETAG);
        assertThat(application.career("no|body")).isEmpty();
        assertThat(value("storage_hits_total", PROFILES, "result=\"miss\"")).isEqualTo(2);
        assertThat(value("storage_hits_total", PROFILES, "result=\"hit\"")).isEqualTo(1);
        assertThat(value("storage_stale_responses_total", PROFILES)).isZero();
        assertThat(value("storage_alias_lookup_total", "result=\"miss\"")).isEqualTo(1);
        assertThat(value("storage_alias_lookup_total", "result=\"hit\"")).isEqualTo(1);
        assertThat(value("storage_operations_total", PROFILES, "status=\"success\""))
                .isPositive();
        assertThat(value("storage_operation_duration_seconds_bucket", PROFILES, "le=\"5.0\""))
                .isPositive();
        assertThat(value("storage_slow_queries_total", PROFILES, "threshold=\"1s\""))
                .isNotNegative();
    }

    @Test
    void page_saysWhatBecameOfRefreshes() {
        application.career(ID);
        bench.upstream.down = true;
        bench.clock.advance(HALF);
        application.career(ID);
        await("a failure", () -> value("storage_background_refresh_failed_total", PROFILES) == 1);
        bench.upstream.down = false;
        bench.clock.advance(Duration.ofMinutes(1));
        await("a refresh", () -> {
            application.career(ID); // again, because the one that failed may not have ended quite
            return value("storage_background_refresh_completed_total", PROFILES) == 1;
        });
        assertThat(value("storage_stale_responses_total", PROFILES)).isGreaterThanOrEqualTo(2);
        assertThat(value("storage_background_refresh_triggered_total", PROFILES))
                .isEqualTo(2);
        await("its duration", () -> value("storage_background_refresh_duration_seconds_count", PROFILES) == 2);
        assertThat(value("storage_background_refresh_queue_size", PROFILES)).isZero();
    }

    @Test
    void page_saysWhatIsStored() {
        application.career(ID);
        bench.clock.advance(Duration.ofMinutes(5));
        application.staticData(StaticCategory.MAPS, "en-us");
        application.refreshMetrics();
        assertThat(value("storage_entries", PROFILES)).isEqualTo(1);
        assertThat(value("storage_entries", "\"static_data\"")).isEqualTo(1);
        assertThat(value("storage_size_bytes", PROFILES)).isPositive();
        for (String percentile : new String[] {"p50", "p90", "p99"}) {
            assertThat(value("storage_document_age_seconds", PROFILES, percentile))
                    .isEqualTo(300);
        }
    }

    @Test
    void page_saysWhatWasForgotten() {
        application.career(ID);
        bench.clock.advance(PlayerSettings.DEFAULTS.keepUnused().plusSeconds(1));
        application.clean();
        assertThat(value("storage_retention_removed_total", PROFILES)).isEqualTo(1);
        assertThat(value("storage_retention_runs_total", PROFILES, "result=\"complete\""))
                .isEqualTo(1);
        assertThat(value("storage_retention_last_success_seconds", PROFILES)).isPositive();
    }
}
