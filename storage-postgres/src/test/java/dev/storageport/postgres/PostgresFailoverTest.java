// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.ServerStatus;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A primary that is lost, and a standby that is promoted in its place, behind an open storage. */
class PostgresFailoverTest {

    private static final int WRITERS = 8;
    private static final int MANY = 200;
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** A server of the cluster answers within milliseconds here; a busy machine is given more. */
    private static final String PATIENT = "poolSize=8&openAttempts=1&outageTimeout=20s&connectTimeout=5s";

    private static final String IMPATIENT = "poolSize=8&openAttempts=1&outageTimeout=100ms&connectTimeout=5s";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Two storages whose URLs name the servers in either order, each in a schema of its own. */
    @Test
    @Rule("DUR-6")
    void dur6_primaryKilledUnderLoad_losesNothingThatASynchronousStandbyWasWaitedFor() throws InterruptedException {
        try (FailoverCluster cluster = FailoverCluster.synchronous()) {
            List<String> urls = List.of(
                    FailoverCluster.url(PATIENT + "&schema=one", cluster.primary(), cluster.standby()),
                    FailoverCluster.url(PATIENT + "&schema=other", cluster.standby(), cluster.primary()));
            try (Storage one = Storage.open(urls.get(0), Tokens.SPEC);
                    Storage other = Storage.open(urls.get(1), Tokens.SPEC)) {
                List<Storage> storages = List.of(one, other);
                List<AuditedWorkload> traffic =
                        storages.stream().map(AuditedWorkload::new).toList();
                traffic.forEach(each -> each.start(WRITERS));
                try {
                    awaitMore(traffic);
                    cluster.failOver();
                    awaitMore(traffic);
                } finally {
                    for (AuditedWorkload each : traffic) {
                        each.stop();
                    }
                }
                for (int i = 0; i < urls.size(); i++) {
                    traffic.get(i).audit(storages.get(i), "after the failover");
                    try (Storage fresh = Storage.open(urls.get(i), Tokens.SPEC)) {
                        traffic.get(i).audit(fresh, "after the failover, opened again");
                    }
                    assertThat(storages.get(i).health(BOUND).servers())
                            .extracting(ServerStatus::host)
                            .containsExactly(cluster.standby().address().toString());
                }
            }
        }
    }

    private static void awaitMore(List<AuditedWorkload> traffic) {
        List<Long> before =
                traffic.stream().map(each -> each.told(ReportedOutcome.DONE)).toList();
        for (int i = 0; i < traffic.size(); i++) {
            AuditedWorkload each = traffic.get(i);
            long enough = before.get(i) + MANY;
            WaitingCalls.await(() -> each.told(ReportedOutcome.DONE) > enough);
        }
    }

    /** The idle connections to the old primary are gone with it, and those that are made now go to the new one. */
    @Test
    @Rule("LIFE-19")
    void life19_promotedStandby_isReadAndWrittenWithoutOpeningAgain() {
        try (FailoverCluster cluster = FailoverCluster.synchronous();
                Storage plain = open(cluster, "&schema=plain");
                Storage pooled = open(cluster, "&schema=pooled&pooler=transaction");
                Storage single = open(cluster, "&schema=single&combiningLanes=0")) {
            List<Storage> storages = List.of(plain, pooled, single);
            for (Storage storage : storages) {
                DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
                tokens.put("here", Tokens.of());
                try (Stream<Stored<Tokens>> one = tokens.stream();
                        Stream<Stored<Tokens>> two = tokens.stream()) {
                    assertThat(Stream.of(one, two).map(Stream::iterator)).hasSize(2);
                }
            }
            cluster.failOver();

            for (Storage storage : storages) {
                DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
                assertThat(tokens.get("here")).isPresent();
                tokens.put("here", Tokens.of("after"));
                tokens.put("there", Tokens.of());
                long found =
                        storage.transact(open -> open.collection(Tokens.SPEC).count());
                assertThat(found).isEqualTo(2);
                Health health = storage.health(BOUND);
                assertThat(health.ready()).as(health.message()).isTrue();
            }
        }
    }

    private static Storage open(FailoverCluster cluster, String parameters) {
        return Storage.open(cluster.url(PATIENT + parameters), Tokens.SPEC);
    }

    @Test
    @Rule("LIFE-23")
    void life23_formerPrimaryThatComesBackAsOne_isNeitherReadNorWritten() throws SQLException {
        try (FailoverCluster cluster = FailoverCluster.asynchronous();
                Storage plain = Storage.open(cluster.url(IMPATIENT + "&schema=plain"), Tokens.SPEC);
                Storage pooled =
                        Storage.open(cluster.url(IMPATIENT + "&schema=pooled&pooler=transaction"), Tokens.SPEC)) {
            List<Storage> storages = List.of(plain, pooled);
            for (Storage storage : storages) {
                storage.collection(Tokens.SPEC).put("here", Tokens.of());
            }
            cluster.failOver();
            for (Storage storage : storages) {
                untilServed(() -> storage.collection(Tokens.SPEC).put("after", Tokens.of()));
            }

            cluster.primary().restart();
            cluster.standby().stopFast();

            for (Storage storage : storages) {
                assertNotServed(storage, cluster);
            }
            assertThat(keys(cluster.primary(), "plain")).doesNotContain("lost");
            assertThat(keys(cluster.primary(), "pooled")).doesNotContain("lost");

            cluster.standby().restart();
            for (Storage storage : storages) {
                untilServed(() -> storage.collection(Tokens.SPEC).put("again", Tokens.of()));
            }
            assertThat(keys(cluster.standby(), "plain")).contains("again");
            assertThat(keys(cluster.standby(), "pooled")).contains("again");
        }
    }

    private static void assertNotServed(Storage storage, FailoverCluster cluster) {
        DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
        for (int i = 0; i < 2; i++) {
            assertLeftBehind(() -> tokens.get("here"));
            assertLeftBehind(() -> tokens.put("lost", Tokens.of()));
            assertLeftBehind(() -> storage.transact(open -> "nothing"));
        }
        Health health = storage.health(BOUND);
        assertThat(health.live()).isFalse();
        assertThat(health.message())
                .contains(cluster.primary().address() + " was left behind")
                .contains("timeline 1")
                .contains(cluster.standby().address() + " cannot be reached");
    }

    private static void assertLeftBehind(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        failure -> assertThat(failure.outcomeUnknown()).isFalse());
    }

    /** A transaction that is under way on the old primary when another server is known to have taken its place. */
    @Test
    @Rule("LIFE-23")
    void life23_sessionsOfAPrimaryThatWasReplaced_areEnded() throws SQLException {
        try (FailoverCluster cluster = FailoverCluster.asynchronous();
                Storage storage = Storage.open(cluster.url(PATIENT), Tokens.SPEC)) {
            AtomicInteger attempts = new AtomicInteger();
            storage.transactWithoutResult(open -> {
                DocumentCollection<Tokens> inside = open.collection(Tokens.SPEC);
                inside.insert("one", Tokens.of());
                if (attempts.incrementAndGet() == 1) {
                    replace(cluster);
                    assertThat(storage.health(BOUND).servers())
                            .extracting(ServerStatus::host)
                            .containsExactly(cluster.standby().address().toString());
                }
                inside.insert("two", Tokens.of());
            });
            assertThat(attempts).hasValue(2);
            TestDatabase.execute(
                    cluster.primary().address(),
                    "postgres",
                    "ALTER DATABASE " + FailoverCluster.DATABASE + " WITH ALLOW_CONNECTIONS true");
            assertThat(keys(cluster.primary(), "storageport")).isEmpty();
            assertThat(keys(cluster.standby(), "storageport")).contains("one", "two");
        }
    }

    /** Promotes the standby while the primary works on, but lets nobody else in there. */
    private static void replace(FailoverCluster cluster) {
        cluster.standby().promote();
        TestDatabase.execute(
                cluster.primary().address(),
                "postgres",
                "ALTER DATABASE " + FailoverCluster.DATABASE + " WITH ALLOW_CONNECTIONS false");
    }

    @Test
    @Rule("DUR-7")
    void dur7_cancelledWaitForTheSynchronousStandby_leavesTheOutcomeUnknown() throws Exception {
        try (FailoverCluster cluster = FailoverCluster.synchronous();
                Storage storage = Storage.open(cluster.url(IMPATIENT), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            cluster.standby().kill();
            assertUnknownWhenCancelled(cluster, () -> tokens.put("one", Tokens.of()));
            assertUnknownWhenCancelled(
                    cluster,
                    () -> storage.transactWithoutResult(open -> {
                        open.collection(Tokens.SPEC).insert("two", Tokens.of());
                        open.collection(Tokens.SPEC).insert("three", Tokens.of());
                    }));
            assertUnknownWhenCancelled(cluster, () -> tokens.delete("here"));
            assertUnknownWhenCancelled(cluster, () -> tokens.delete(Condition.all()));
            assertThat(storage.health(BOUND).warnings())
                    .anyMatch(warning -> warning.contains("no synchronous standby follows"));
        }
    }

    private void assertUnknownWhenCancelled(FailoverCluster cluster, Runnable write) throws Exception {
        Future<?> call = threads.submit(write);
        WaitingCalls.await(() -> cancelWaitForStandby(cluster) || call.isDone());
        assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        StorageException.class,
                        failure -> assertThat(failure.outcomeUnknown()).isTrue())
                .hasMessageContaining("synchronous standbys");
    }

    private static boolean cancelWaitForStandby(FailoverCluster cluster) {
        return count(
                        cluster.primary(),
                        "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                > 0;
    }

    /** What the driver knows of hosts it knows for ten seconds, in the whole JVM, unless it is told to ask sooner. */
    @Test
    @Rule("LIFE-19")
    void life19_dataSourceThatKnowsBothServers_leadsToTheNewPrimary() {
        try (FailoverCluster cluster = FailoverCluster.synchronous()) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:postgresql://" + FailoverCluster.hosts(cluster.primary(), cluster.standby()) + "/"
                    + FailoverCluster.DATABASE + "?targetServerType=primary&hostRecheckSeconds=1&connectTimeout=5");
            config.setUsername(cluster.primary().address().user());
            config.setPassword(cluster.primary().address().password());
            config.setMaximumPoolSize(4);
            try (HikariDataSource source = new HikariDataSource(config);
                    Storage storage = PostgresStorage.open(source, Tokens.SPEC)) {
                DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
                tokens.put("here", Tokens.of());
                assertThat(storage.health(BOUND).servers())
                        .extracting(ServerStatus::host)
                        .containsExactly(cluster.primary().address().toString());
                cluster.failOver();
                untilServed(() -> tokens.put("after", Tokens.of()));
                assertThat(tokens.count()).isEqualTo(2);
            }
        }
    }

    private static void untilServed(Runnable operation) {
        WaitingCalls.await(() -> {
            try {
                operation.run();
                return true;
            } catch (StorageUnavailableException notYet) {
                return false;
            }
        });
    }

    private static Iterable<String> keys(PostgresServer server, String schema) throws SQLException {
        try (Connection connection = server.address().connect(FailoverCluster.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key FROM " + schema + ".tokens")) {
            Stream.Builder<String> keys = Stream.builder();
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
            return keys.build().toList();
        }
    }

    private static long count(PostgresServer server, String sql) {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
