// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.ReplicationStatus;
import dev.storageport.ServerStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What both lines of Spring Boot say about a storage, and how long they wait for it. */
final class HealthDetails {

    /** The contributor that says whether somebody has to act. */
    static final String LIVE = "storage";

    /** The contributor that says whether a caller would be served now; only in the readiness group. */
    static final String READY = "storageReady";

    /** Below the second that Kubernetes gives a probe. */
    private static final Duration BOUND = Duration.ofMillis(800);

    private HealthDetails() {}

    /** Returns how long a check may take: {@code management.health.storage.timeout}. */
    static Duration bound(Environment environment) {
        return Binder.get(environment)
                .bind("management.health.storage.timeout", Duration.class)
                .orElse(BOUND);
    }

    /** Returns what was found, for people; the actuator decides who sees it. */
    static Map<String, Object> of(Health health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("backend", health.backend());
        details.put("message", health.message());
        details.put("ready", health.ready());
        details.put("latency", health.latency().toMillis() + " ms");
        health.version().ifPresent(version -> details.put("version", version));
        health.isolation().ifPresent(isolation -> details.put("isolation", isolation));
        health.durability().ifPresent(durability -> details.put("durability", durability));
        health.pool().ifPresent(pool -> details.put("pool", of(pool)));
        health.log().ifPresent(log -> details.put("logBytes", log.bytes()));
        if (!health.servers().isEmpty()) {
            details.put(
                    "servers", health.servers().stream().map(HealthDetails::of).toList());
        }
        health.replication().ifPresent(replication -> details.put("replication", of(replication)));
        if (!health.warnings().isEmpty()) {
            details.put("warnings", health.warnings());
        }
        return details;
    }

    private static Map<String, Object> of(PoolStatus pool) {
        return Map.of(
                "capacity", pool.capacity(),
                "inUse", pool.inUse(),
                "idle", pool.idle(),
                "waiting", pool.waiting());
    }

    private static Map<String, Object> of(ServerStatus server) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("host", server.host());
        details.put("role", server.role().name());
        server.pool().ifPresent(pool -> details.put("pool", of(pool)));
        server.lag().ifPresent(lag -> details.put("lag", lag.toMillis() + " ms"));
        return details;
    }

    private static Map<String, Object> of(ReplicationStatus replication) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("standbys", replication.standbys());
        replication.synchronous().ifPresent(count -> details.put("synchronous", count));
        replication.lag().ifPresent(lag -> details.put("lag", lag.toMillis() + " ms"));
        replication.lagBytes().ifPresent(bytes -> details.put("lagBytes", bytes));
        return details;
    }
}
