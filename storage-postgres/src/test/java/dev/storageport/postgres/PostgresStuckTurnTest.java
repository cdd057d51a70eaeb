// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.port.Projection;
import dev.storageport.postgres.internal.connection.DataSourceConnections;
import dev.storageport.postgres.internal.connection.SessionSettings;
import dev.storageport.postgres.internal.transaction.Combining;
import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.tck.rule.Rule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A turn that its owner never gives back, because what it waits for has no bound: here the application's own pool. */
class PostgresStuckTurnTest {

    private final CountDownLatch free = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> waits = new AtomicReference<>();

    @Test
    @Rule("LIFE-5")
    void health_withATurnThatNobodyCanGet_isNotLive() throws Exception {
        TestDatabase database = TestDatabase.create();
        SessionSettings settings = PostgresSettings.builder()
                .statementTimeout(Duration.ofMillis(500))
                .build()
                .session();
        PostgresPort port = new PostgresPort(
                new DataSourceConnections(source(database), settings, pause -> {}),
                settings,
                false,
                new Combining.Bounds(1, 1, Duration.ofMillis(100)),
                Path.BY_LANE,
                pause -> {});
        try {
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            Thread reader = new Thread(() -> port.read(Samples.USERS, List.of("a"), Projection.METADATA));
            waits.set(reader);
            reader.start();
            Health health = port.health(Duration.ofSeconds(10));
            assertThat(health.live()).as("while the turn is young: %s", health).isTrue();
            for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
                    health.live() && System.nanoTime() < end; ) {
                Thread.sleep(200);
                health = port.health(Duration.ofSeconds(10));
            }
            assertThat(health.live()).as("when it is not any more: %s", health).isFalse();
            assertThat(health.message()).contains("had a turn for PT");
            free.countDown();
            reader.join();
            assertThat(port.health(Duration.ofSeconds(10)).live()).isTrue();
        } finally {
            free.countDown();
            port.close();
            database.close();
        }
    }

    /** Makes one thread wait for a connection without a bound. */
    private DataSource source(TestDatabase database) {
        DataSource source = database.source();
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (Thread.currentThread() == waits.get()) {
                        free.await();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
