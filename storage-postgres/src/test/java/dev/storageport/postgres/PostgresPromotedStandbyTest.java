// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.event.StandbyReadEnded.End;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads from a real standby that becomes a primary, or that follows another one. */
class PostgresPromotedStandbyTest {

    private final PrimaryAndStandby servers = new PrimaryAndStandby();
    private final HeardStandbyReads heard = new HeardStandbyReads();

    @AfterEach
    void stop() {
        servers.close();
    }

    private Storage open(PrimaryAndStandby servers, int... standbyPorts) {
        return Storage.open(
                servers.url("poolSize=8&openAttempts=1", standbyPorts),
                heard.standbyFirst(Duration.ofMillis(100)),
                Tokens.SPEC);
    }

    /** A cluster of three: the standby becomes the primary, and another standby follows it on its timeline. */
    @Test
    @Rule({"READ-1", "READ-2"})
    void standby_thatFollowsTheNewPrimary_isReadOnTheNewTimeline() {
        try (PostgresServer other = servers.primary().startStandby("other");
                Storage storage = open(
                        servers,
                        servers.standby().address().port(),
                        other.address().port())) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            servers.awaitApplied(other);
            servers.awaitStandby();
            servers.primary().kill();
            servers.standby().promote();
            TestDatabase.execute(
                    servers.standby().address(),
                    "postgres",
                    "SELECT pg_create_physical_replication_slot('other')",
                    "CHECKPOINT");
            other.configure(
                    "primary_conninfo",
                    PrimaryAndStandby.query(other, "SHOW primary_conninfo")
                            .replace(
                                    "port=" + servers.primary().address().port(),
                                    "port=" + servers.standby().address().port()));
            putOnNewPrimary(tokens);
            for (int i = 2; i < 50; i++) {
                Tokens written = Tokens.of(Integer.toString(i));
                tokens.put("a", written);
                assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(written);
            }
            assertThat(heard.until(End.SERVED, () -> tokens.get("a"))
                            .orElseThrow()
                            .value())
                    .isEqualTo(Tokens.of("49"));
        }
    }

    /** The connections there are have died, and a write may be what finds that out. */
    private static void putOnNewPrimary(DocumentCollection<Tokens> tokens) {
        for (int attempt = 0; ; attempt++) {
            try {
                tokens.put("a", Tokens.of("1"));
                return;
            } catch (StorageUnavailableException died) {
                assertThat(attempt).as("attempts to write on the new primary").isLessThan(20);
            }
        }
    }

    @Test
    @Rule({"READ-2", "READ-3"})
    void standby_promoted_isNotReadAnyMore() {
        try (Storage storage = open(servers, servers.standby().address().port())) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("a", Tokens.of("1"));
            heard.until(End.SERVED, () -> tokens.get("a"));
            servers.standby().promote();
            TestDatabase.execute(
                    servers.standby().address(), "postgres", "DELETE FROM storageport.tokens"); // another history now
            for (int i = 2; i < 20; i++) {
                Tokens written = Tokens.of(Integer.toString(i));
                tokens.put("a", written);
                assertThat(tokens.get("a").orElseThrow().value()).isEqualTo(written);
            }
            heard.until(End.ABSENT, () -> tokens.get("a"));
        }
    }
}
