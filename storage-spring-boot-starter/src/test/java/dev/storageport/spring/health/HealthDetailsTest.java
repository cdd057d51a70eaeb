// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.ReplicationStatus;
import dev.storageport.ServerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HealthDetailsTest {

    @Test
    void details_ofACluster_haveServersAndReplication() {
        Health health = Health.builder("PostgreSQL")
                .servers(List.of(
                        new ServerStatus(
                                "a:1",
                                ServerStatus.Role.PRIMARY,
                                Optional.of(new PoolStatus(8, 1, 2, 0)),
                                Optional.empty()),
                        new ServerStatus(
                                "b:2", ServerStatus.Role.STANDBY, Optional.empty(), Optional.of(Duration.ofMillis(7)))))
                .replication(new ReplicationStatus(
                        1, OptionalInt.of(1), Optional.of(Duration.ofMillis(5)), OptionalLong.of(4096)))
                .build();

        Map<String, Object> details = HealthDetails.of(health);

        assertThat(details)
                .containsEntry(
                        "servers",
                        List.of(
                                Map.of(
                                        "host",
                                        "a:1",
                                        "role",
                                        "PRIMARY",
                                        "pool",
                                        Map.of("capacity", 8, "inUse", 1, "idle", 2, "waiting", 0)),
                                Map.of("host", "b:2", "role", "STANDBY", "lag", "7 ms")))
                .containsEntry(
                        "replication", Map.of("standbys", 1, "synchronous", 1, "lag", "5 ms", "lagBytes", 4096L));
    }

    @Test
    void details_withoutServers_saySoByLeavingThemOut() {
        assertThat(HealthDetails.of(Health.builder("SQLite").build())).doesNotContainKeys("servers", "replication");
    }
}
