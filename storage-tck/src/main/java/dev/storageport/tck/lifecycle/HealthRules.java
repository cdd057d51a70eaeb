// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.storageport.Health;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.StoragePorts;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** LIFE: what a storage says of its health. */
abstract class HealthRules extends Topic {

    /** Far more than any answer takes; a bound, not a wait. */
    static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    @Rule("LIFE-5")
    void health_workingDatabase_isLiveAndReady() {
        Storage storage = bench().open(NOTES);
        Health health = storage.health(BOUND);
        assertThat(health.live()).as("health of a working database: %s", health).isTrue();
        assertThat(health.ready())
                .as("readiness of a database that nobody else uses: %s", health)
                .isTrue();
        assertThat(health.backend()).as("the backend's name in its health").isNotBlank();
        assertThat(health.latency()).as("the latency in the health").isBetween(Duration.ZERO, BOUND);
    }

    @Test
    @Rule("LIFE-5")
    void health_askedByManyAtOnce_isOk() throws Exception {
        Storage storage = bench().open(NOTES);
        ExecutorService monitors = Executors.newFixedThreadPool(4);
        try {
            List<Future<Health>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> monitors.submit(() -> storage.health(BOUND)))
                    .toList();
            for (Future<Health> answer : answers) {
                Health health = answer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
                assertThat(health.ok())
                        .as("health asked beside others: %s", health)
                        .isTrue();
            }
        } finally {
            monitors.shutdownNow();
        }
    }

    @Test
    @Rule("LIFE-5")
    void health_closedStorageOrNoBound_isNotOk() {
        Storage storage = bench().open(NOTES);
        assertThat(storage.health(Duration.ZERO).ok())
                .as("health within no time")
                .isFalse();
        assertThat(storage.health(Duration.ofSeconds(-1)).ok())
                .as("health within negative time")
                .isFalse();
        storage.close();
        Health health = storage.health(BOUND);
        assertThat(health.ok()).as("health of a closed storage: %s", health).isFalse();
        assertThat(health.message())
                .as("what the health of a closed storage says")
                .contains("closed");
    }

    @Test
    @Rule("LIFE-5")
    void health_ofPortItself_isValueBeforeAndAfterClose() {
        StoragePorts.withPrepared(bench().harness(), port -> {
            assertThat(port.health(BOUND).ok()).as("the port's own health").isTrue();
            port.close();
            assertThatCode(() -> port.health(BOUND))
                    .as("the port's own health after close is a value")
                    .doesNotThrowAnyException();
            assertThat(port.health(BOUND).ok())
                    .as("the port's own health after close")
                    .isFalse();
        });
    }
}
