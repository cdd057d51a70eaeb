// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which of several servers have other data than the first one: a wrong name in the list, or a server that was set up anew. */
public final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final String CLUSTER = "SELECT system_identifier FROM pg_control_system()";

    private final List<InetSocketAddress> hosts;
    private final Hosts.Connector connector;

    /**
     * Creates the look at some servers.
     *
     * @param connector connects to a server, whatever it is
     */
    public Membership(List<InetSocketAddress> hosts, Hosts.Connector connector) {
        this.hosts = hosts;
        this.connector = connector;
    }

    /**
     * Returns the servers of another cluster, as messages name them; empty if there are none among those that answer within the bound.
     *
     * @param cluster the number that the servers of the cluster have
     */
    public Optional<String> strangers(String cluster, Duration atMost) {
        BlockingQueue<Map.Entry<InetSocketAddress, String>> answers = new LinkedBlockingQueue<>();
        for (InetSocketAddress host : hosts) {
            Thread thread =
                    new Thread(() -> answers.add(Map.entry(host, cluster(host))), "storageport-postgres-membership");
            thread.setDaemon(true);
            thread.start();
        }
        long until = System.nanoTime() + atMost.toNanos();
        StringBuilder strangers = new StringBuilder();
        for (int answered = 0; answered < hosts.size(); answered++) {
            Map.Entry<InetSocketAddress, String> answer = next(answers, until);
            if (answer == null) {
                break;
            }
            if (!answer.getValue().isEmpty() && !answer.getValue().equals(cluster)) {
                strangers.append(strangers.isEmpty() ? "" : ", ").append(Hosts.text(answer.getKey()));
            }
        }
        return strangers.isEmpty() ? Optional.empty() : Optional.of(strangers.toString());
    }

    private static Map.@Nullable Entry<InetSocketAddress, String> next(
            BlockingQueue<Map.Entry<InetSocketAddress, String>> answers, long until) {
        try {
            return answers.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Returns the number of a server's cluster; empty if it does not say. */
    private String cluster(InetSocketAddress host) {
        try (Connection connection = connector.connect(host);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CLUSTER)) {
            row.next();
            return row.getString(1);
        } catch (SQLException | RuntimeException unknown) {
            LOG.debug("{} does not say which cluster it is of", Hosts.text(host), unknown);
            return "";
        }
    }
}
