// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.StorageClosedException;
import dev.storageport.port.LogPosition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the port itself has to see to about standbys, where the library above would cover it up by reading the primary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStandbyPortTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> KEY = List.of("a");

    private final PrimaryAndStandby servers = new PrimaryAndStandby();

    @BeforeEach
    void begin() {
        servers.begin();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    private PostgresPort port(String parameters, int... standbyPorts) {
        PostgresPort port = (PostgresPort) PostgresStorage.port(PostgresOptions.parse(
                servers.url("poolSize=4&openAttempts=1&sslmode=disable" + parameters, standbyPorts)));
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        return port;
    }

    private int standbyPort() {
        return servers.standby().address().port();
    }

    /** Waits for a standby that has come to a position, and reads there only. */
    private static RecordOperations reaching(StandbyReads standby, LogPosition position) {
        long begun = System.nanoTime();
        while (true) {
            if (standby.available()) {
                Optional<RecordOperations> there = standby.reaching(position, Duration.ofMillis(100));
                if (there.isPresent()) {
                    return there.get();
                }
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("no standby came to " + position + " within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    private static void write(PostgresPort port, String body) {
        port.write(List.of(Samples.put(Samples.PLAIN, "a", body)));
    }

    private static Optional<String> body(RecordOperations operations) {
        return Optional.ofNullable(
                        operations.read(Samples.PLAIN, KEY, Projection.BODY).get("a"))
                .flatMap(StoredRecord::body);
    }

    @Test
    @Rule("READ-2")
    void nextStandby_behindWhatTheLastOneHasShown_isNotReadBeforeItHasThat() throws IOException {
        int later = freePort();
        try (PostgresServer other = servers.primary().startStandby("other");
                PostgresPort writer = port("", standbyPort());
                PostgresPort reader = port("", standbyPort(), later)) {
            write(writer, "{\"n\": 1}");
            StandbyReads standby = reader.standbyReads().orElseThrow();
            LogPosition first = standby.position(Optional.empty());
            reaching(standby, first);
            servers.awaitApplied(other);
            PrimaryAndStandby.pause(other);
            write(writer, "{\"n\": 2}");
            servers.awaitStandby();
            assertThat(body(reaching(standby, first))).contains("{\"n\": 2}");
            try (CuttingProxy proxy = new CuttingProxy(other.address().port(), later)) {
                servers.standby().kill();
                assertThatThrownBy(() -> body(reaching(standby, first)));
                long begun = System.nanoTime();
                while (!standby.available() && System.nanoTime() - begun < PATIENCE.toNanos()) {
                    Thread.onSpinWait();
                }
                assertThat(standby.available())
                        .as("the standby at port %s", proxy.port())
                        .isTrue();
                assertThat(standby.reaching(first, Duration.ZERO))
                        .as("what reads on a standby that is behind the last one")
                        .isEmpty();
                PrimaryAndStandby.resume(other);
                assertThat(body(reaching(standby, first))).contains("{\"n\": 2}");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    @Rule("READ-1")
    void position_ofALaterTimeline_isNotTakenForReachedByAnOffset() {
        try (PostgresPort port = port("", standbyPort())) {
            write(port, "{}");
            StandbyReads standby = port.standbyReads().orElseThrow();
            LogPosition now = standby.position(Optional.empty());
            reaching(standby, now);
            LogPosition ofANewPrimary = new LogPosition(now.database(), now.timeline() + 1, now.offset());
            assertThat(standby.reaching(ofANewPrimary, Duration.ofSeconds(60)))
                    .as("at once, because waiting changes nothing")
                    .isEmpty();
            assertThat(standby.position(Optional.of(ofANewPrimary))).isEqualTo(ofANewPrimary);
            LogPosition lost = new LogPosition(now.database(), now.timeline(), now.offset() + (1L << 40));
            assertThat(standby.position(Optional.of(lost)).offset()).isLessThan(lost.offset());
        }
    }

    @Test
    void position_afterAWrite_isReachedByAStandbyThatHasIt() {
        try (PostgresPort port = port("", standbyPort())) {
            StandbyReads standby = port.standbyReads().orElseThrow();
            LogPosition before = standby.position(Optional.empty());
            write(port, "{}");
            LogPosition after = standby.position(Optional.of(before));
            assertThat(after.offset()).isGreaterThan(before.offset());
            assertThat(after.isAtMost(before)).isFalse();
            assertThat(body(reaching(standby, after))).contains("{}");
        }
    }

    @Test
    void standbys_withoutConnectionsOfOurOwn_areNotLookedFor() {
        for (String parameters : List.of("&pooler=transaction", "&standbyPoolSize=0")) {
            try (PostgresPort port = port(parameters, standbyPort())) {
                StandbyReads standby = port.standbyReads().orElseThrow();
                LogPosition now = standby.position(Optional.empty());
                assertThat(standby.available()).as(parameters).isFalse();
                assertThat(standby.reaching(now, Duration.ZERO)).as(parameters).isEmpty();
            }
        }
    }

    @Test
    void close_endsTheSessionsOnTheStandby() {
        PostgresPort port = port("&applicationName=closing", standbyPort());
        StandbyReads standby = port.standbyReads().orElseThrow();
        LogPosition now = standby.position(Optional.empty());
        reaching(standby, now);
        port.close();
        assertThat(standby.available()).isFalse();
        assertThatThrownBy(() -> standby.reaching(now, Duration.ZERO)).isInstanceOf(StorageClosedException.class);
        long begun = System.nanoTime();
        while (!PrimaryAndStandby.query(
                                servers.standby(),
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'closing'")
                        .equals("0")
                && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(PrimaryAndStandby.query(
                        servers.standby(), "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'closing'"))
                .isEqualTo("0");
    }
}
