// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.tck.fixture.TestThreads;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Callers who connect at once, to a server that answers when it is let. */
class BoundedConnectorTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Semaphore asked = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger closed = new AtomicInteger();
    private final BoundedConnector connector = new BoundedConnector(this::answered);

    private Connection answered() {
        asked.release();
        answers.acquireUninterruptibly();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.incrementAndGet();
                    }
                    return null;
                });
    }

    @Test
    void callers_atOnce_haveAConnectionEach() {
        Set<Connection> connections = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(4, thread -> connections.add(connected(LONG)));
            asked.acquireUninterruptibly(); // the others wait for it too, or have an attempt of their own later
            answers.release(4);
            threads.join();
        }
        assertThat(connections).as("connections of four callers").hasSize(4);
        assertThat(closed).as("connections closed").hasValue(0);
    }

    @Test
    void caller_whoGivesUp_leavesTheConnectionToTheOther() {
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> connected(LONG));
            asked.acquireUninterruptibly();
            assertThatThrownBy(() -> connected(Duration.ofNanos(1))).isInstanceOf(StorageTimeoutException.class);
            answers.release();
            threads.join();
        }
        assertThat(closed).as("connections closed").hasValue(0);
    }

    @Test
    void connection_thatNobodyWaitsForAnyMore_isClosed() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> connected(LONG)).isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted())
                .as("whether the thread is still interrupted")
                .isTrue();
        answers.release();
        long begun = System.nanoTime();
        while (closed.get() == 0 && System.nanoTime() - begun < LONG.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(closed).as("connections closed").hasValue(1);
    }

    private Connection connected(Duration atMost) {
        try {
            return connector.connect("the server", atMost);
        } catch (SQLException refused) {
            throw new AssertionError(refused);
        }
    }
}
