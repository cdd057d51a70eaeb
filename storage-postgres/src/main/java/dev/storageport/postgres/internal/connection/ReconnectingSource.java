// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.cluster.Hosts;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections for a pool, and tries again after short pauses as long as it is refused. The pool's own pauses grow to seconds, for
 * which nobody would have a connection when the server is back, or know why there is none.
 */
public final class ReconnectingSource extends DriverSource implements AutoCloseable {

    /**
     * Why there is no connection.
     *
     * @param sinceNanos when the first attempt failed, by {@link System#nanoTime()}
     * @param lastNanos when the last one failed
     * @param failure why the last one failed
     */
    public record Refusal(long sinceNanos, long lastNanos, SQLException failure) {

        Duration lasted() {
            return Duration.ofNanos(lastNanos - sinceNanos);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingSource.class);

    private static final long PAUSE_MILLIS = 200;

    /** For a server that is away for longer, and for refusals that pass with somebody's work only. */
    private static final long LONG_PAUSE_MILLIS = 1_000;

    private static final long LONG_NANOS = Duration.ofSeconds(20).toNanos();

    private final boolean ownSessions;
    private final BiConsumer<ReconnectingSource, Refusal> refused;
    private final PortEvents events;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Connection> opened = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicReference<@Nullable Connection> offered = new AtomicReference<>();
    private volatile @Nullable Refusal refusal;

    /**
     * Creates the source.
     *
     * @param forReads whether its sessions are for reads of single records only
     * @param hosts the servers, and which of them is asked first
     * @param check looks at each session
     * @param refused told after each failed attempt
     * @param events told of each attempt
     */
    public ReconnectingSource(
            ServerOptions options,
            boolean forReads,
            Hosts hosts,
            SessionCheck check,
            BiConsumer<ReconnectingSource, Refusal> refused,
            PortEvents events) {
        super(options, forReads, hosts, session -> check.begin(session, forReads));
        this.ownSessions = !options.behindPooler();
        this.refused = refused;
        this.events = events;
    }

    /**
     * Returns the isolation that its sessions have from their start, by the pool's name for it; empty if that is not ours to say, and its
     * connections then need not ask for it.
     *
     * <p>A pool that is not told finds out on its first session. If that breaks just then, the pool goes on with none at all, and tries to
     * set that on every session after it: it would never have a connection again.
     */
    Optional<String> isolation() {
        return ownSessions
                ? Optional.of(isForReads() ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_SERIALIZABLE")
                : Optional.empty();
    }

    /** Gives it a checked connection to return first; owned here until then. */
    void offer(Connection checked) {
        offered.set(checked);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection ready = offered.getAndSet(null);
        return ready == null ? connect() : given(ready);
    }

    private Connection given(Connection connection) {
        opened.add(connection);
        refusal = null;
        return ownSessions ? connection : KnownIsolation.of(connection);
    }

    private Connection connect() throws SQLException {
        long start = System.nanoTime();
        while (true) {
            long begun = System.nanoTime();
            try {
                Connection begunSession = super.getConnection();
                events.connected(begun, null);
                return given(begunSession);
            } catch (SQLException failed) {
                events.connected(begun, failed);
                Refusal before = refusal;
                long now = System.nanoTime();
                Refusal found = new Refusal(before == null ? now : before.sinceNanos(), now, failed);
                refusal = found;
                refused.accept(this, found);
                boolean soon = now - start < LONG_NANOS && mayPass(failed);
                if (isClosedAfter(soon ? PAUSE_MILLIS : LONG_PAUSE_MILLIS)) {
                    throw failed;
                }
            }
        }
    }

    private boolean isClosedAfter(long pauseMillis) {
        try {
            return closed.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Returns why the last attempt failed, if it did. */
    public Optional<SQLException> failure() {
        Refusal last = refusal;
        return last == null ? Optional.empty() : Optional.of(last.failure());
    }

    /** Returns whether this has opened a connection of the driver. */
    boolean hasOpened(Connection physical) {
        return opened.contains(physical);
    }

    /** Ends the attempts, and the connection that nobody took. Safe to call twice. */
    @Override
    public void close() {
        closed.countDown();
        Connection untaken = offered.getAndSet(null);
        if (untaken != null) {
            try {
                untaken.close();
            } catch (SQLException broken) {
                LOG.debug("closed a connection that nobody took", broken);
            }
        }
    }

    /**
     * A connection that does not ask its server which isolation it has, and always says the same. The pool then has no reason to set one,
     * which behind a pooler would stay on a session that goes to somebody else next. Transactions there set their own.
     */
    private record KnownIsolation(Connection session) implements InvocationHandler {

        static Connection of(Connection session) {
            return (Connection) Proxy.newProxyInstance(
                    KnownIsolation.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    new KnownIsolation(session));
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getName().equals("getTransactionIsolation")) {
                return Connection.TRANSACTION_READ_COMMITTED;
            }
            if (arguments != null && method.getName().equals("equals")) {
                return self == arguments[0];
            }
            // The session tells nobody any more what it is when it has ended, but who has to give it back must know.
            if (arguments != null
                    && method.getName().equals("unwrap")
                    && arguments[0] instanceof Class<?> type
                    && type.isInstance(session)) {
                return session;
            }
            try {
                return method.invoke(session, arguments);
            } catch (InvocationTargetException failed) {
                throw Objects.requireNonNullElse(failed.getCause(), failed);
            }
        }
    }
}
