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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule("DUR-6")
    void dur6_primaryKilledUnderLoad_losesNothingThatASynchronousStandbyWasWaitedFor(boolean primaryFirst)
            throws InterruptedException {
        try (FailoverCluster cluster = FailoverCluster.synchronous()) {
            String url = primaryFirst
                    ? FailoverCluster.url(PATIENT, cluster.primary(), cluster.standby())
                    : FailoverCluster.url(PATIENT, cluster.standby(), cluster.primary());
            try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                AuditedWorkload traffic = new AuditedWorkload(storage);
                traffic.start(WRITERS);
                try {
                    WaitingCalls.await(() -> traffic.told(ReportedOutcome.DONE) > MANY);
                    cluster.failOver();
                    long before = traffic.told(ReportedOutcome.DONE);
                    WaitingCalls.await(() -> traffic.told(ReportedOutcome.DONE) > before + MANY);
                } finally {
                    traffic.stop();
                }
                traffic.audit(storage, "after the failover");
                try (Storage fresh = Storage.open(url, Tokens.SPEC)) {
                    traffic.audit(fresh, "after the failover, opened again");
                }
                Health health = storage.health(BOUND);
                assertThat(health.servers())
                        .extracting(ServerStatus::host)
                        .containsExactly(cluster.standby().address().toString());
            }
        }
    }

    /** The idle connections to the old primary are gone with it, and those that are made now go to the new one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction", "&combiningLanes=0"})
    @Rule("LIFE-19")
    void life19_promotedStandby_isReadAndWrittenWithoutOpeningAgain(String parameters) {
        try (FailoverCluster cluster = FailoverCluster.synchronous();
                Storage storage = Storage.open(cluster.url(PATIENT + parameters), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            try (Stream<Stored<Tokens>> one = tokens.stream();
                    Stream<Stored<Tokens>> two = tokens.stream()) {
                assertThat(Stream.of(one, two).map(Stream::iterator)).hasSize(2);
            }
            cluster.failOver();

            assertThat(tokens.get("here")).isPresent();
            tokens.put("here", Tokens.of("after"));
            tokens.put("there", Tokens.of());
            long found = storage.transact(open -> open.collection(Tokens.SPEC).count());
            assertThat(found).isEqualTo(2);
            Health health = storage.health(BOUND);
            assertThat(health.ready()).as(health.message()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule("LIFE-18")
    void life18_oneServerDownAtOpening_opensOnTheOther(boolean primaryFirst) {
        try (FailoverCluster cluster = FailoverCluster.asynchronous()) {
            cluster.failOver();
            String url = primaryFirst
                    ? cluster.url(IMPATIENT)
                    : FailoverCluster.url(IMPATIENT, cluster.standby(), cluster.primary());
            try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                storage.collection(Tokens.SPEC).put("here", Tokens.of());
            }
        }
    }

    @Test
    @Rule("LIFE-18")
    void life18_noServerThatWillDo_isToldWithWhatEachOfThemSays() {
        try (FailoverCluster cluster = FailoverCluster.asynchronous()) {
            String url = cluster.url(IMPATIENT);
            String primary = cluster.primary().address().toString();
            String standby = cluster.standby().address().toString();
            cluster.primary().demote();
            assertThatThrownBy(() -> Storage.open(url, Tokens.SPEC))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining(primary + " is a standby, " + standby + " is a standby")
                    .hasMessageContaining("no server there is a primary");
            cluster.primary().kill();
            assertThatThrownBy(() -> Storage.open(url, Tokens.SPEC))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining(primary + " cannot be reached, " + standby + " is a standby");
            cluster.standby().kill();
            assertThatThrownBy(() -> Storage.open(url, Tokens.SPEC))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining(primary + " cannot be reached, " + standby + " cannot be reached")
                    .hasMessageContaining("check that the server runs");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction"})
    @Rule("LIFE-23")
    void life23_formerPrimaryThatComesBackAsOne_isNeitherReadNorWritten(String parameters) throws SQLException {
        try (FailoverCluster cluster = FailoverCluster.asynchronous();
                Storage storage = Storage.open(cluster.url(IMPATIENT + parameters), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            cluster.failOver();
            untilServed(() -> tokens.put("after", Tokens.of()));

            cluster.primary().restart();
            cluster.standby().stopFast();

            for (int i = 0; i < 3; i++) {
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
            assertThat(keys(cluster.primary())).doesNotContain("lost");

            cluster.standby().restart();
            untilServed(() -> tokens.put("again", Tokens.of()));
            assertThat(keys(cluster.standby())).contains("again");
        }
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
            assertThat(keys(cluster.primary())).isEmpty();
            assertThat(keys(cluster.standby())).contains("one", "two");
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
    @Rule("LIFE-23")
    void life23_serverThatDoesNotTellItsTimeline_isUsedAllTheSame() {
        try (FailoverCluster cluster = FailoverCluster.asynchronous()) {
            TestDatabase.execute(
                    cluster.primary().address(),
                    FailoverCluster.DATABASE,
                    "CREATE ROLE app LOGIN PASSWORD 'pw'",
                    "GRANT CREATE ON DATABASE " + FailoverCluster.DATABASE + " TO app",
                    "REVOKE EXECUTE ON FUNCTION pg_walfile_name(pg_lsn) FROM PUBLIC");
            String url = "postgres://app:pw@" + FailoverCluster.hosts(cluster.primary(), cluster.standby()) + "/"
                    + FailoverCluster.DATABASE + "?" + IMPATIENT;
            try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                storage.collection(Tokens.SPEC).put("here", Tokens.of());
                assertThat(storage.health(BOUND).ready()).isTrue();
            }
        }
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

    @Test
    void health_ofACluster_tellsRoleHostAndStandbys() {
        try (FailoverCluster cluster = FailoverCluster.asynchronous();
                Storage storage = Storage.open(cluster.url(PATIENT), Tokens.SPEC)) {
            storage.collection(Tokens.SPEC).put("here", Tokens.of());
            Health lax = storage.health(BOUND);
            assertThat(lax.servers()).singleElement().satisfies(server -> {
                assertThat(server.role()).isEqualTo(ServerStatus.Role.PRIMARY);
                assertThat(server.host()).isEqualTo(cluster.primary().address().toString());
                assertThat(server.pool().orElseThrow().capacity()).isEqualTo(8);
            });
            assertThat(lax.replication().orElseThrow().standbys()).isEqualTo(1);
            assertThat(lax.replication().orElseThrow().synchronous()).hasValue(0);
            assertThat(lax.replication().orElseThrow().lagBytes()).isPresent();
            assertThat(lax.warnings()).anyMatch(warning -> warning.startsWith("synchronous_standby_names is empty"));

            cluster.primary().configure("synchronous_standby_names", FailoverCluster.STANDBY);

            Health safe = storage.health(BOUND);
            assertThat(safe.replication().orElseThrow().synchronous()).hasValue(1);
            assertThat(safe.warnings()).noneMatch(warning -> warning.contains("synchronous"));
        }
    }

    @Test
    void health_ofARoleThatMaySeeNothing_countsTheStandbys() {
        try (FailoverCluster cluster = FailoverCluster.asynchronous()) {
            TestDatabase.execute(
                    cluster.primary().address(),
                    FailoverCluster.DATABASE,
                    "CREATE ROLE app LOGIN PASSWORD 'pw'",
                    "GRANT CREATE ON DATABASE " + FailoverCluster.DATABASE + " TO app");
            try (Storage storage = Storage.open(
                    "postgres://app:pw@" + cluster.primary().address() + "/" + FailoverCluster.DATABASE, Tokens.SPEC)) {
                Health health = storage.health(BOUND);
                assertThat(health.ready()).as(health.message()).isTrue();
                assertThat(health.replication().orElseThrow().standbys()).isEqualTo(1);
                assertThat(health.replication().orElseThrow().synchronous()).isEmpty();
                // A single server is nobody's to take over from.
                assertThat(health.warnings()).noneMatch(warning -> warning.contains("synchronous"));
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

    private static Iterable<String> keys(PostgresServer server) throws SQLException {
        try (Connection connection = server.address().connect(FailoverCluster.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key FROM storageport.tokens")) {
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
