// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.event.StandbyReadEnded.End;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Reads from a real standby that is behind, stops, freezes or dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStandbyReadsTest {

    private final PrimaryAndStandby servers = new PrimaryAndStandby();
    private HeardStandbyReads heard = new HeardStandbyReads();

    @BeforeEach
    void begin() {
        servers.begin();
        heard = new HeardStandbyReads();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    private Storage open() {
        return open("", Duration.ofMillis(100));
    }

    private Storage open(String parameters, Duration wait) {
        return Storage.open(
                servers.url("poolSize=8&openAttempts=1" + parameters), heard.standbyFirst(wait), Tokens.SPEC);
    }

    @Test
    @Rule({"READ-1", "READ-4"})
    void reads_whenAStandbyIsThere_areAnsweredByIt() {
        try (Storage storage = open()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))
                            .orElseThrow()
                            .value())
                    .isEqualTo(Tokens.of("1"));
            assertThat(PrimaryAndStandby.query(
                            servers.standby(),
                            "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'storageport'"))
                    .as("whether the standby has sessions of the storage")
                    .isEqualTo("t");
            tokens.put("b", Tokens.of("2"));
            assertThat(heard.until(End.SERVED, () -> tokens.getAll(List.of("a", "b"))))
                    .hasSize(2);
            assertThat(heard.until(End.SERVED, () -> tokens.find(Condition.all().limit(1))))
                    .hasSize(1);
            assertThat(heard.until(End.SERVED, () -> tokens.find(Condition.all())))
                    .hasSize(2);
            assertThat(heard.until(End.SERVED, () -> tokens.count()).longValue())
                    .isEqualTo(2);
            assertThat(heard.until(End.SERVED, tokens::summary).documents()).isEqualTo(2);
            assertThat(heard.until(End.SERVED, () -> tokens.explain(Condition.all())))
                    .isNotEmpty();
            assertThat(heard.until(End.SERVED, () -> {
                        try (Stream<Stored<Tokens>> stream = tokens.stream()) {
                            return stream.count();
                        }
                    }))
                    .isEqualTo(2);
            assertThat(heard.count(End.FAILED)).as("reads that failed").isZero();
        }
    }

    @Test
    @Rule({"READ-1", "READ-3"})
    void replay_paused_leavesReadsToThePrimaryUntilItGoesOn() {
        try (Storage storage = open()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            servers.pause();
            for (int i = 2; i < 6; i++) {
                Tokens written = Tokens.of(Integer.toString(i));
                tokens.put("a", written);
                assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(written);
                assertThat(heard.last()).isEqualTo(End.BEHIND);
                assertThat(tokens.find(Condition.all()))
                        .extracting(Stored::value)
                        .containsExactly(written);
            }
            servers.resume();
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))
                            .orElseThrow()
                            .value())
                    .isEqualTo(Tokens.of("5"));
        }
    }

    @Test
    @Rule({"READ-2", "READ-5"})
    void position_ofAnotherProcess_isWaitedForOrReadOnThePrimary() {
        try (Storage writer = Storage.open(servers.primary().address().url("postgres"), Tokens.SPEC);
                Storage reader = open()) {
            DocumentCollection<Tokens> written = writer.collection(Tokens.SPEC);
            DocumentCollection<Tokens> read = reader.collection(Tokens.SPEC);
            written.put("a", Tokens.of("1"));
            servers.awaitStandby();
            heard.until(End.SERVED, () -> read.get("a"));
            servers.pause();
            written.put("a", Tokens.of("2"));
            assertThat(read.get("a").orElseThrow().value())
                    .as("what the reader sees that was told of nothing")
                    .isEqualTo(Tokens.of("1"));
            reader.advanceTo(writer.position());
            assertThat(read.get("a").orElseThrow().value())
                    .as("what it sees that was told of the writer's position")
                    .isEqualTo(Tokens.of("2"));
            assertThat(heard.last()).isEqualTo(End.BEHIND);
            servers.resume();
            assertThat(heard.until(End.SERVED, () -> read.get("a"))
                            .orElseThrow()
                            .value())
                    .isEqualTo(Tokens.of("2"));
        }
    }

    @Test
    @Rule({"READ-1", "READ-2"})
    void writesOfManyThreads_fiveMillisecondsBehind_areAlwaysRead() {
        servers.standby().configure("recovery_min_apply_delay", "5ms");
        try (Storage storage = open();
                TestThreads threads = new TestThreads()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong rounds = new AtomicLong();
            for (int thread = 0; thread < 8; thread++) {
                String key = "k" + thread;
                threads.start(() -> rounds.addAndGet(ReadYourWrites.run(tokens, key, over)));
            }
            for (int pauses = 0; pauses < 3; pauses++) {
                long behind = heard.count(End.BEHIND);
                long served = heard.count(End.SERVED);
                heard.until(End.SERVED, () -> tokens.get("a"), () -> heard.count(End.SERVED) > served + 100);
                servers.pause();
                heard.until(End.BEHIND, () -> tokens.get("k0"), () -> heard.count(End.BEHIND) > behind + 10);
                servers.resume();
            }
            over.set(true);
            threads.joinWithoutError("those who read what they have written");
            assertThat(rounds).as("rounds").hasValueGreaterThan(300);
            assertThat(heard.count(End.FAILED))
                    .as("reads that failed on the standby")
                    .isZero();
        }
    }

    @Test
    @Rule({"READ-1", "READ-3"})
    void standby_killedUnderLoad_costsNobodyAnError() {
        try (Storage storage = open();
                TestThreads threads = new TestThreads()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            AtomicBoolean over = new AtomicBoolean();
            for (int thread = 0; thread < 4; thread++) {
                String key = "k" + thread;
                threads.start(() -> ReadYourWrites.run(tokens, key, over));
            }
            servers.standby().kill();
            heard.until(End.ABSENT, () -> tokens.get("a"));
            servers.standby().restart();
            heard.until(End.SERVED, () -> tokens.get("a"));
            over.set(true);
            threads.joinWithoutError("those who read and write while the standby dies and comes back");
        }
    }

    /** As when its machine hangs. Statements have ten minutes, so that nobody waits for the bound of the driver. */
    @Test
    @Rule("READ-3")
    void standby_thatFreezes_isGivenUp() throws IOException {
        try (Storage storage =
                open("&statementTimeout=10m&standbyPoolSize=1&applicationName=frozen", Duration.ofMillis(100))) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            String session = PrimaryAndStandby.query(
                    servers.standby(), "SELECT pid FROM pg_stat_activity WHERE application_name = 'frozen'");
            signal("STOP", session);
            try {
                tokens.put("a", Tokens.of("2"));
                assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(Tokens.of("2"));
                assertThat(heard.last()).isEqualTo(End.FAILED);
                assertThat(heard.until(End.SERVED, () -> tokens.get("a"))).isPresent();
            } finally {
                signal("CONT", session);
            }
        }
    }

    private static void signal(String name, String process) throws IOException {
        new ProcessBuilder("kill", "-" + name, process)
                .inheritIO()
                .start()
                .onExit()
                .join();
    }

    @Test
    @Rule("READ-3")
    void role_thatMayNotAskHowFarTheLogGoes_readsThePrimary() {
        TestDatabase.execute(
                servers.primary().address(),
                "postgres",
                "CREATE ROLE untold LOGIN PASSWORD 'pw'",
                "GRANT CREATE ON DATABASE postgres TO untold");
        try (Storage storage = Storage.open(
                servers.url("poolSize=8&openAttempts=1").replaceFirst("//[^@]*@", "//untold:pw@"),
                heard.standbyFirst(Duration.ofMillis(100)),
                Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            servers.mayAskForTheLog(false);
            tokens.put("a", Tokens.of("2"));
            assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(Tokens.of("2"));
            assertThat(heard.last()).isEqualTo(End.FAILED);
            servers.mayAskForTheLog(true);
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))).isPresent();
        }
    }

    /** The lock is applied, and the commit that ends it is not. */
    @Test
    @Rule("READ-3")
    void table_lockedOnTheStandbyOnly_costsABoundedWaitAndThenNone() throws SQLException {
        try (Storage storage = open();
                Connection other = servers.primary().address().connect("postgres");
                Statement statement = other.createStatement()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE storageport.tokens IN ACCESS EXCLUSIVE MODE");
            TestDatabase.execute(servers.primary().address(), "postgres", "CREATE TABLE flushed ()");
            servers.awaitStandby();
            servers.pause();
            other.commit();
            assertThat(tokens.get("a")).isPresent();
            assertThat(heard.last()).isEqualTo(End.FAILED);
            assertThat(tokens.get("a")).isPresent();
            servers.resume();
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))).isPresent();
        }
    }

    @Test
    @Rule({"READ-1", "READ-2"})
    void writes_thatDoNotWaitForTheDisk_areReadAllTheSame() {
        try (Storage storage = open("&durability=relaxed", Duration.ofMillis(2))) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("0"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            for (int i = 1; i < 100; i++) {
                Tokens written = Tokens.of(Integer.toString(i));
                tokens.put("a", written);
                assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(written);
            }
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))
                            .orElseThrow()
                            .value())
                    .isEqualTo(Tokens.of("99"));
        }
    }

    @Test
    @Rule("READ-3")
    void stream_thatIsInTheWayOfWhatTheStandbyApplies_mayBeCancelled() {
        servers.standby().configure("max_standby_streaming_delay", "0");
        try (Storage storage = open()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.putAll(IntStream.range(0, 2_000)
                    .mapToObj(i -> Document.of("k" + i, Tokens.of(Integer.toString(i))))
                    .toList());
            heard.until(End.SERVED, () -> tokens.get("k0"));
            servers.awaitStandby();
            try (Stream<Stored<Tokens>> stream = tokens.stream()) {
                Iterator<Stored<Tokens>> rows = stream.iterator();
                assertThat(rows.next()).isNotNull();
                assertThat(heard.last()).isEqualTo(End.SERVED);
                tokens.reading(ReadPreference.PRIMARY).delete(Condition.all());
                TestDatabase.execute(servers.primary().address(), "postgres", "VACUUM storageport.tokens");
                servers.awaitStandby();
                assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
                        .isInstanceOfAny(TransactionConflictException.class, StorageUnavailableException.class);
            }
            assertThat(tokens.count()).as("what is read after that").isZero();
        }
    }

    @Test
    @Rule("READ-3")
    void standby_restartedWhileNobodyReads_isFoundAgain() {
        try (Storage storage = open()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            servers.standby().stopFast();
            assertThat(tokens.get("a")).isPresent();
            servers.standby().restart();
            servers.standby().restart();
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))).isPresent();
        }
    }
}
