// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionOptions;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.WaitEnded;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus finds, with the storage up, down and closed; and that dashboard and alerts ask for nothing else. */
class ScrapeTest {

    /** A document. */
    record Player(String name) {}

    private static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StorageMetrics metrics = StorageMetrics.builder(registry).build();
    private final StorageOptions options = StorageOptions.builder()
            .listener(metrics)
            .outageRetry(Duration.ZERO)
            .build();

    /** Returns the value of a meter whose line has all these labels. */
    private double value(String name, String... labels) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + registry.scrape()));
    }

    @Test
    void scrape_ofAStorageThatIsUp_hasItsFigures() {
        try (Storage storage = FakeStorage.open(new FakeDatabase(), options, PLAYERS)) {
            use(storage);
            metrics.refresh();
            assertThat(value("storage_operations_total", "operation=\"put\"", "status=\"success\""))
                    .isEqualTo(3);
            assertThat(value("storage_operations_total", "operation=\"get\"", "status=\"success\""))
                    .isEqualTo(2);
            assertThat(value("storage_operations_total", "operation=\"get\"", "status=\"error\""))
                    .isEqualTo(1);
            assertThat(value("storage_operation_duration_seconds_count", "operation=\"get\"", "table=\"players\""))
                    .isEqualTo(3);
            assertThat(value("storage_operation_duration_seconds_bucket", "operation=\"put\"", "le=\"5.0\""))
                    .isEqualTo(3);
            assertThat(value("storage_documents_written_total", "operation=\"put\""))
                    .isEqualTo(3);
            assertThat(value("storage_transactions_total", "status=\"success\"", "mode=\"read_only\""))
                    .isEqualTo(1);
            assertThat(value("storage_entries", "table=\"players\"")).isEqualTo(2);
            assertThat(value("storage_size_bytes", "table=\"players\"")).isPositive();
            assertThat(value("storage_document_age_seconds", "percentile=\"p99\""))
                    .isNotNegative();
            assertThat(value("storage_live", "backend=\"memory\"")).isEqualTo(1);
        }
    }

    private static void use(Storage storage) {
        DocumentCollection<Player> players = storage.collection(PLAYERS);
        players.put("a", new Player("Ada"));
        players.put("b", new Player("Bob"));
        players.get("a");
        assertThatThrownBy(() -> players.get("")).isInstanceOf(InvalidValueException.class);
        storage.transactWithoutResult(open -> open.collection(PLAYERS).put("a", new Player("Eve")));
        storage.transact(
                TransactionOptions.snapshot(), open -> open.collection(PLAYERS).get("a"));
    }

    @Test
    void scrape_ofAStorageThatIsDown_saysSoAndFailsNowhere() {
        FakeDatabase database = new FakeDatabase();
        Storage storage = FakeStorage.open(database, options, PLAYERS);
        metrics.refresh();
        assertThat(value("storage_entries", "table=\"players\"")).isZero();
        database.faults().failNext(1_000, () -> new StorageUnavailableException("away", null));
        assertThatThrownBy(() -> storage.collection(PLAYERS).get("a")).isInstanceOf(StorageUnavailableException.class);
        metrics.refresh();
        assertThat(value("storage_entries", "table=\"players\"")).isNaN();
        assertThat(value("storage_document_age_seconds", "percentile=\"p50\"")).isNaN();
        assertThat(value("storage_operations_total", "operation=\"get\"", "status=\"error\""))
                .isEqualTo(1);
        storage.close();
        metrics.refresh();
        assertThat(value("storage_live", "backend=\"memory\"")).isNaN();
        assertThat(value("storage_pool_in_use", "backend=\"memory\"")).isNaN();
        Storage again = FakeStorage.open(new FakeDatabase(), options, PLAYERS);
        metrics.refresh();
        assertThat(value("storage_live", "backend=\"memory\""))
                .as("of one opened again")
                .isEqualTo(1);
        again.close();
    }

    @Test
    void scrape_beforeAnythingIsKnown_asksOnAnotherThread() throws InterruptedException {
        try (Storage storage = FakeStorage.open(new FakeDatabase(), options, PLAYERS)) {
            assertThat(value("storage_live", "backend=\"memory\"")).isNaN();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (Double.isNaN(value("storage_live", "backend=\"memory\"")) && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            assertThat(value("storage_live", "backend=\"memory\"")).isEqualTo(1);
            assertThat(storage.toString()).contains("memory");
        }
    }

    @Test
    void slowClasses_areExclusive_andExactlyAtALimitCountsNothing() {
        for (Duration duration : new Duration[] {
            Duration.ofMillis(100),
            Duration.ofMillis(100).plusNanos(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1).plusNanos(1)
        }) {
            metrics.operationEnded(
                    new OperationEnded("memory", "players", "get", false, Optional.empty(), 1, duration, 1, 0, 10));
        }
        assertThat(value("storage_slow_queries_total", "threshold=\"100ms\"")).isEqualTo(2);
        assertThat(value("storage_slow_queries_total", "threshold=\"1s\"")).isEqualTo(1);
    }

    @Test
    void buckets_areFromATenthOfAMillisecondToFiveSeconds() {
        metrics.operationEnded(new OperationEnded(
                "memory", "players", "get", false, Optional.empty(), 1, Duration.ofMillis(1), 1, 0, 10));
        assertThat(registry.scrape()
                        .lines()
                        .filter(line -> line.startsWith("storage_operation_duration_seconds_bucket")))
                .map(line -> line.replaceFirst(".*le=\"([^\"]*)\".*", "$1"))
                .containsExactly(
                        "1.0E-4", "5.0E-4", "0.001", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0",
                        "2.5", "5.0", "+Inf");
        assertThat(value("storage_operation_duration_seconds_bucket", "le=\"5.0E-4\""))
                .isZero();
        assertThat(value("storage_operation_duration_seconds_bucket", "le=\"0.001\""))
                .isEqualTo(1);
    }

    @TempDir
    Path directory;

    @Test
    void dashboardAndAlerts_askForMetersThatExist() throws IOException {
        SqliteOptions sqlite = SqliteOptions.file(directory.resolve("app.db"));
        try (Storage storage = SqliteStorage.open(sqlite, options, PLAYERS)) {
            use(storage);
            everyEvent();
            metrics.refresh();
            Set<String> scraped = registry.scrape()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('{')))
                    .collect(Collectors.toCollection(TreeSet::new));
            Path folder = Path.of("..", "dashboards");
            JsonNode dashboard = new ObjectMapper()
                    .readTree(folder.resolve("grafana-storage.json").toFile());
            JsonNode alerts = new ObjectMapper(new YAMLFactory())
                    .readTree(folder.resolve("prometheus-alerts.yaml").toFile());
            assertThat(dashboard.get("panels")).hasSizeGreaterThan(15);
            assertThat(alerts.at("/groups/0/rules")).hasSizeGreaterThan(8);
            assertThat(meters(dashboard.get("panels").toString()))
                    .as("meters of the dashboard")
                    .hasSizeGreaterThan(20)
                    .isSubsetOf(scraped);
            assertThat(meters(alerts.toString()))
                    .as("meters of the alerts")
                    .hasSizeGreaterThan(8)
                    .isSubsetOf(scraped);
            assertThat(documented()).as("meters of docs/operations.md").isEqualTo(families(scraped));
        }
    }

    /** What a quiet database does not tell by itself. */
    private void everyEvent() {
        metrics.connectEnded(
                new ConnectEnded("SQLite", Optional.of(new IllegalStateException("away")), Duration.ofMillis(1)));
        metrics.connectionDiscarded(new ConnectionDiscarded("SQLite", ConnectionDiscarded.Reason.BROKEN));
        metrics.waitEnded(
                new WaitEnded("SQLite", WaitEnded.Resource.CONNECTION, WaitEnded.End.TIMED_OUT, Duration.ofMillis(1)));
        metrics.batchEnded(new BatchEnded("SQLite", BatchEnded.Kind.WRITES, 3, Duration.ofMillis(1)));
        metrics.checkpointEnded(new CheckpointEnded("SQLite", false, 100, Duration.ofMillis(1)));
        metrics.spaceChanged(new SpaceChanged("SQLite", true));
        metrics.standbyReadEnded(
                new StandbyReadEnded("SQLite", "players", "get", StandbyReadEnded.End.BEHIND, Duration.ofMillis(1)));
        assertThat(value("storage_standby_reads_seconds_count", "end=\"behind\""))
                .isEqualTo(1);
        metrics.readThroughEnded(new ReadThroughEnded(
                "SQLite",
                "players",
                ReadThroughEnded.Result.STALE_ON_ERROR,
                Optional.of(Duration.ofDays(1)),
                Duration.ofMillis(1)));
        metrics.readThroughStoreFailed(new ReadThroughStoreFailed(
                "SQLite", "leases", ReadThroughStoreFailed.Access.LEASE, new IllegalStateException("away")));
        metrics.retentionEnded(new RetentionEnded(
                "SQLite",
                "players",
                RetentionEnded.Outcome.FAILED,
                7,
                700,
                1,
                Duration.ofMillis(1),
                Optional.of(new IllegalStateException("away"))));
        assertThat(value("storage_retention_removed_total", "collection=\"players\""))
                .isEqualTo(7);
        assertThat(value("storage_retention_removed_bytes_total", "collection=\"players\""))
                .isEqualTo(700);
        assertThat(value("storage_retention_runs_total", "result=\"failed\"")).isEqualTo(1);
        assertThat(value("storage_retention_last_success_seconds")).isZero();
        assertThat(value("storage_stale_responses_total", "collection=\"players\""))
                .isEqualTo(1);
        assertThat(value("storage_read_through_store_failures_total", "collection=\"leases\"", "access=\"lease\""))
                .isEqualTo(1);
        assertThat(value("storage_pool_timeouts_total", "resource=\"connection\""))
                .isEqualTo(1);
        assertThat(value("storage_connection_errors_total", "error_type=\"IllegalStateException\""))
                .isEqualTo(1);
        assertThat(value("storage_space_exhausted", "backend=\"SQLite\"")).isEqualTo(1);
    }

    @Test
    void retention_isCountedByCollection_andItsLastSuccessIsKept() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T00:00:00Z"));
        try (Storage storage = FakeStorage.open(
                new FakeDatabase(), options.toBuilder().clock(clock).build(), PLAYERS)) {
            storage.collection(PLAYERS).put("a", new Player("Ada"));
            clock.advance(Duration.ofDays(8));
            Retention.builder(storage)
                    .policy(PLAYERS, RetentionPolicy.maxAge(Duration.ofDays(7)))
                    .build()
                    .runOnce();

            assertThat(value("storage_retention_removed_total", "collection=\"players\""))
                    .isEqualTo(1);
            assertThat(value("storage_retention_runs_total", "result=\"complete\""))
                    .isEqualTo(1);
            assertThat(value("storage_retention_runs_total", "result=\"refused\""))
                    .isZero();
            assertThat(value("storage_retention_last_success_seconds")).isPositive();
        }
    }

    @Test
    void readThrough_isCountedByWhatCallersGot_andWaitsAndRunsByItsSteps() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T00:00:00Z"));
        List<Runnable> background = new ArrayList<>();
        try (Storage storage = FakeStorage.open(
                        new FakeDatabase(), options.toBuilder().clock(clock).build(), PLAYERS);
                ReadThrough<Player> players = ReadThrough.builder(
                                storage, PLAYERS, request -> Loaded.of(new Player("Ada")))
                        .policy(FreshnessPolicy.refreshAfter(Duration.ofHours(1)))
                        .executor(background::add)
                        .build()) {
            players.get("a");
            players.get("a");
            assertThatThrownBy(() -> players.get("")).isInstanceOf(InvalidValueException.class);
            clock.advance(Duration.ofHours(1));
            players.get("a");
            assertThat(value("storage_hits_total", "collection=\"players\"", "result=\"miss\""))
                    .isEqualTo(1);
            assertThat(value("storage_hits_total", "result=\"hit\"")).isEqualTo(1);
            assertThat(value("storage_hits_total", "result=\"failed\"")).isEqualTo(1);
            assertThat(value("storage_stale_responses_total", "collection=\"players\""))
                    .isEqualTo(1);
            assertThat(value("storage_background_refresh_triggered_total")).isEqualTo(1);
            assertThat(value("storage_background_refresh_queue_size")).isEqualTo(1);
            background.forEach(Runnable::run);
            assertThat(value("storage_background_refresh_queue_size")).isZero();
            assertThat(value("storage_background_refresh_running")).isZero();
            assertThat(value("storage_background_refresh_completed_total")).isEqualTo(1);
            assertThat(value("storage_background_refresh_duration_seconds_count"))
                    .isEqualTo(1);
        }
    }

    private static Set<String> meters(String text) {
        return Pattern.compile("\\bstorage_[a-z_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names without what Prometheus adds for the parts of a histogram or summary. */
    private static Set<String> families(Set<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        int from = page.indexOf("\n## Metrics");
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to)
                .lines()
                .filter(line -> line.startsWith("| `storage_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
