// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.StoragePort;
import dev.storageport.postgres.internal.connection.DriverSource;
import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.cost.MeasuredHarness;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A schema of its own in one database: the one that the system property {@code storage.tck.url} names, else one of this
 * process on the shared server. Its sessions are told from others by the name they give themselves.
 */
final class PostgresHarness implements MeasuredHarness {

    private static final String URL = url();
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** What the server says when it ends a session, and the driver when it finds one ended. */
    private static final Set<String> BROKEN = Set.of("57P01", "08006", "08003", "08P01");

    private final String schema = "tck_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    private final String parameters;
    private final Path path;

    /** Creates the harness; the parameters are added to the URL of each port. */
    PostgresHarness(String parameters) {
        this(parameters, Path.BY_LANE);
    }

    /** Creates the harness of ports whose operations of single documents all go one way. */
    PostgresHarness(String parameters, Path path) {
        this.parameters = parameters;
        this.path = path;
    }

    private static String url() {
        String given = System.getProperty("storage.tck.url");
        return given != null ? given : own();
    }

    /** Creates a database for this process; several test at once, and in one database they would wait for each other's snapshots. */
    private static String own() {
        PostgresAddress server = PostgresServer.shared();
        String name = "tck_" + ProcessHandle.current().pid();
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name); // of a process that had this number before
            statement.execute("CREATE DATABASE " + name);
            return server.url(name);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    @Override
    public StoragePort port() {
        String url = URL + (URL.indexOf('?') < 0 ? "?" : "&") + "schema=" + schema + "&applicationName=" + schema;
        return PostgresStorage.port(PostgresOptions.parse(url + parameters), path);
    }

    @Override
    public String path() {
        return switch (path) {
            case BY_LANE -> parameters.isEmpty() ? MeasuredHarness.super.path() : parameters.substring(1);
            case ALONE -> "each alone";
            case TOGETHER -> "combined";
        };
    }

    @Override
    public void breakConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + schema + "'");
    }

    /** Rows and index entries read, which sessions report when they end. */
    @Override
    public long work() {
        while (number("SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + schema + "'") > 0) {
            Thread.onSpinWait();
        }
        return number("SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_user_tables"
                        + " WHERE schemaname = '" + schema + "'")
                + number("SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE schemaname = '" + schema
                        + "'");
    }

    @Override
    public void close() {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    private static void execute(String sql) {
        onServer(statement -> statement.execute(sql));
    }

    private static long number(String sql) {
        return onServer(statement -> {
            try (ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    /** What is done with a statement. */
    private interface Work<R> {
        R on(Statement statement) throws SQLException;
    }

    /** Tries again on a broken connection: through a pooler, the harness may be handed one that it has just broken. */
    private static <R> R onServer(Work<R> work) {
        SQLException last = null;
        for (int attempt = 0; attempt < 5; attempt++) {
            try (Connection connection =
                            new DriverSource(PostgresOptions.parse(URL).server(), false).getConnection();
                    Statement statement = connection.createStatement()) {
                return work.on(statement);
            } catch (SQLException error) {
                last = error;
                if (!BROKEN.contains(String.valueOf(error.getSQLState()))) {
                    break;
                }
            }
        }
        throw new IllegalStateException(last);
    }
}
