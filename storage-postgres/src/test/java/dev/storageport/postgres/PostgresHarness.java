// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.StoragePort;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.harness.StorageHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A schema of its own in one database: the one that the system property {@code storage.tck.url} names, else one of the shared
 * server. Its sessions are told from others by the name they give themselves.
 */
final class PostgresHarness implements StorageHarness {

    private static final String URL = url();
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** What the server says when it ends a session, and the driver when it finds one ended. */
    private static final Set<String> BROKEN = Set.of("57P01", "08006", "08003", "08P01");

    private final String schema = "tck_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    private final String parameters;

    /** Creates the harness; the parameters are added to the URL of each port. */
    PostgresHarness(String parameters) {
        this.parameters = parameters;
    }

    private static String url() {
        String given = System.getProperty("storage.tck.url");
        return given != null ? given : PostgresServer.shared().url("postgres");
    }

    @Override
    public StoragePort port() {
        return PostgresStorage.port(PostgresOptions.parse(URL + (URL.indexOf('?') < 0 ? "?" : "&") + "schema=" + schema
                + "&applicationName=" + schema + parameters));
    }

    @Override
    public void breakConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + schema + "'");
    }

    @Override
    public void close() {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    /** Tries again on a broken connection: through a pooler, the harness may be handed one that it has just broken. */
    private static void execute(String sql) {
        SQLException last = null;
        for (int attempt = 0; attempt < 5; attempt++) {
            try (Connection connection = new DriverSource(PostgresOptions.parse(URL), false).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
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
