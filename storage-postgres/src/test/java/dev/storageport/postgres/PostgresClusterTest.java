// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Health;
import dev.storageport.ServerStatus;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opening a storage on a primary and a standby, in whatever state they are, and what its health tells of them. */
class PostgresClusterTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final String IMPATIENT = "poolSize=8&openAttempts=1&outageTimeout=100ms&connectTimeout=5s";

    /** A role that may see nothing of the server, and has no right to its log. */
    private static final String ROLE = "app";

    private static final FailoverCluster CLUSTER = FailoverCluster.asynchronous();

    @BeforeAll
    static void createRole() {
        TestDatabase.execute(
                CLUSTER.primary().address(),
                FailoverCluster.DATABASE,
                "CREATE ROLE " + ROLE + " LOGIN PASSWORD 'pw'",
                "GRANT CREATE ON DATABASE " + FailoverCluster.DATABASE + " TO " + ROLE,
                "REVOKE EXECUTE ON FUNCTION pg_walfile_name(pg_lsn) FROM PUBLIC");
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static String asRole(String hosts, String schema) {
        return "postgres://" + ROLE + ":pw@" + hosts + "/" + FailoverCluster.DATABASE + "?" + IMPATIENT + "&schema="
                + schema;
    }

    @Test
    @Rule("LIFE-18")
    void life18_serversThatWillNotDo_areToldWithWhatEachOfThemSays_andOneThatWillIsFound() {
        try (FailoverCluster cluster = FailoverCluster.asynchronous()) {
            PostgresServer primary = cluster.primary();
            PostgresServer standby = cluster.standby();
            primary.demote();
            assertNotOpened(cluster, "is a standby", "is a standby", "no server there is a primary");
            primary.kill();
            assertNotOpened(cluster, "cannot be reached", "is a standby", "no server there is a primary");
            standby.promote();
            for (String url : List.of(cluster.url(IMPATIENT), FailoverCluster.url(IMPATIENT, standby, primary))) {
                try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                    storage.collection(Tokens.SPEC).put("here", Tokens.of());
                }
            }
            standby.kill();
            assertNotOpened(cluster, "cannot be reached", "cannot be reached", "check that the server runs");
        }
    }

    private static void assertNotOpened(FailoverCluster cluster, String ofPrimary, String ofStandby, String advice) {
        assertThatThrownBy(() -> Storage.open(cluster.url(IMPATIENT), Tokens.SPEC))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(cluster.primary().address() + " " + ofPrimary + ", "
                        + cluster.standby().address() + " " + ofStandby)
                .hasMessageContaining(advice);
    }

    @Test
    @Rule("LIFE-23")
    void life23_serverThatDoesNotTellItsTimeline_isUsedAllTheSame() {
        String url = asRole(FailoverCluster.hosts(CLUSTER.primary(), CLUSTER.standby()), "untold");
        try (Storage storage = Storage.open(url, Tokens.SPEC)) {
            storage.collection(Tokens.SPEC).put("here", Tokens.of());
            assertThat(storage.health(BOUND).ready()).isTrue();
        }
    }

    @Test
    void health_ofACluster_tellsRoleHostAndStandbys() {
        try (Storage storage = Storage.open(CLUSTER.url(IMPATIENT), Tokens.SPEC)) {
            storage.collection(Tokens.SPEC).put("here", Tokens.of());
            Health lax = storage.health(BOUND);
            assertThat(lax.servers()).singleElement().satisfies(server -> {
                assertThat(server.role()).isEqualTo(ServerStatus.Role.PRIMARY);
                assertThat(server.host()).isEqualTo(CLUSTER.primary().address().toString());
                assertThat(server.pool().orElseThrow().capacity()).isEqualTo(8);
            });
            assertThat(lax.replication().orElseThrow().standbys()).isEqualTo(1);
            assertThat(lax.replication().orElseThrow().synchronous()).hasValue(0);
            assertThat(lax.replication().orElseThrow().lagBytes()).isPresent();
            assertThat(lax.warnings()).anyMatch(warning -> warning.startsWith("synchronous_standby_names is empty"));

            CLUSTER.primary().configure("synchronous_standby_names", FailoverCluster.STANDBY);
            try {
                Health safe = storage.health(BOUND);
                assertThat(safe.replication().orElseThrow().synchronous()).hasValue(1);
                assertThat(safe.warnings()).noneMatch(warning -> warning.contains("synchronous"));
            } finally {
                CLUSTER.primary().configure("synchronous_standby_names", "");
            }
        }
    }

    @Test
    void health_ofARoleThatMaySeeNothing_countsTheStandbys() {
        String url = asRole(CLUSTER.primary().address().toString(), "unseen");
        try (Storage storage = Storage.open(url, Tokens.SPEC)) {
            Health health = storage.health(BOUND);
            assertThat(health.ready()).as(health.message()).isTrue();
            assertThat(health.replication().orElseThrow().standbys()).isEqualTo(1);
            assertThat(health.replication().orElseThrow().synchronous()).isEmpty();
            // A single server is nobody's to take over from.
            assertThat(health.warnings()).noneMatch(warning -> warning.contains("synchronous"));
        }
    }
}
