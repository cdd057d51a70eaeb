// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of one cluster, and where its primary was last found. That one is asked first for a session, then the others in their order,
 * until one will do.
 *
 * <p>The driver can be given several servers as well. It remembers for ten seconds, for the whole JVM, which of them refused or was a
 * standby, has one bound for connecting to all of them, and cannot be told that a primary is the wrong one.
 *
 * <pre>
 * hosts a, b      a is the primary:     a
 *                 a is gone:            a refuses, b is a standby, pause, a refuses, b is a standby, ...
 *                 b is promoted:        a refuses, b      then: b
 *                 a comes back:         b
 * </pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Hosts {

    /** Begins a session at a server, and refuses one that will not do. */
    @FunctionalInterface
    public interface Connector {
        Connection connect(InetSocketAddress host) throws SQLException;
    }

    /** What failures to connect say. */
    public interface Findings {

        /** Returns how much a failure tells beside those of other servers; the one that tells most is the one that is reported. */
        int weight(SQLException failure);

        /** Returns what it says of a server, behind the server's name. */
        String text(SQLException failure);
    }

    /** Who lets us wait for so long does not answer at all: its machine or the way to it is gone. */
    private static final long SILENCE_NANOS = Duration.ofMillis(500).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);

    private final List<InetSocketAddress> hosts;
    private final Findings findings;
    private final LongSupplier nanoTime;
    private final Map<InetSocketAddress, Long> silentUntil = new ConcurrentHashMap<>();
    private volatile @Nullable InetSocketAddress primary;

    /**
     * Creates the servers of a cluster.
     *
     * @param hosts at least one, in the order in which they are asked
     */
    public Hosts(List<InetSocketAddress> hosts, Findings findings) {
        this(hosts, findings, System::nanoTime);
    }

    /** Creates the servers of a cluster by a clock of the caller's. */
    public Hosts(List<InetSocketAddress> hosts, Findings findings, LongSupplier nanoTime) {
        this.hosts = List.copyOf(hosts);
        this.findings = findings;
        this.nanoTime = nanoTime;
    }

    /** Returns a server as a URL writes it. */
    public static String text(InetSocketAddress host) {
        String name = host.getHostString();
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + host.getPort();
    }

    /** Returns the servers as a URL writes them. */
    public static String text(List<InetSocketAddress> hosts) {
        return hosts.stream().map(Hosts::text).collect(Collectors.joining(","));
    }

    /** Returns where a session began last; empty if none did. */
    public Optional<InetSocketAddress> primary() {
        return Optional.ofNullable(primary);
    }

    /** Returns all servers but that one. */
    public List<InetSocketAddress> others() {
        InetSocketAddress found = primary;
        return hosts.stream().filter(host -> !host.equals(found)).toList();
    }

    /**
     * Begins a session at the first server that will do.
     *
     * @throws SQLException if there is none: the failure that tells most, with what {@link HostFindings} tells of each
     */
    public Connection connect(Connector connector) throws SQLException {
        if (hosts.size() == 1) {
            Connection session = connector.connect(hosts.get(0));
            primary = hosts.get(0);
            return session;
        }
        List<String> told = new ArrayList<>();
        SQLException telling = null;
        for (InetSocketAddress host : order()) {
            long begun = nanoTime.getAsLong();
            try {
                Connection session = connector.connect(host);
                found(host);
                return session;
            } catch (SQLException failure) {
                rest(host, nanoTime.getAsLong() - begun);
                told.add(text(host) + " " + findings.text(failure));
                if (telling == null || findings.weight(failure) > findings.weight(telling)) {
                    telling = failure;
                }
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw HostFindings.attach(told, telling == null ? new SQLException("no server", "08001") : telling);
    }

    private void found(InetSocketAddress host) {
        silentUntil.remove(host);
        InetSocketAddress before = primary;
        primary = host;
        if (before != null && !before.equals(host)) {
            LOG.info("the primary is {} now, and no longer {}", text(host), text(before));
        }
    }

    /** A server that does not answer is left out for as long as it has let us wait, so that it does not keep us from the others. */
    private void rest(InetSocketAddress host, long waited) {
        if (waited >= SILENCE_NANOS) {
            silentUntil.put(host, nanoTime.getAsLong() + waited);
        }
    }

    private List<InetSocketAddress> order() {
        long now = nanoTime.getAsLong();
        List<InetSocketAddress> answering = Stream.concat(primary().stream(), others().stream())
                .filter(host -> !isSilent(host, now))
                .toList();
        return answering.isEmpty() ? hosts : answering;
    }

    private boolean isSilent(InetSocketAddress host, long now) {
        Long until = silentUntil.get(host);
        return until != null && until - now > 0;
    }
}
