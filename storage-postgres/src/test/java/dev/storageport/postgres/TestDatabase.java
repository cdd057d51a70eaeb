// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An empty database of the shared server, dropped at the end. */
final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final PostgresAddress server;
    private final String name;

    private TestDatabase(PostgresAddress server, String options) {
        this.server = server;
        this.name = "storage_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        execute(server, "postgres", "CREATE DATABASE " + name + " " + options);
    }

    static TestDatabase create() {
        return create("");
    }

    static TestDatabase create(String options) {
        return new TestDatabase(PostgresServer.shared(), options);
    }

    static TestDatabase create(PostgresAddress server) {
        return new TestDatabase(server, "");
    }

    String name() {
        return name;
    }

    String url() {
        return server.url(name);
    }

    /** The database's URL with parameters, for instance {@code poolSize=1}. */
    String url(String parameters) {
        return url() + "?" + parameters;
    }

    PostgresPort port(String parameters) {
        return (PostgresPort) PostgresStorage.port(PostgresOptions.parse(url(parameters)));
    }

    PostgresPort port() {
        return port("poolSize=4");
    }

    Connection connect() throws SQLException {
        return server.connect(name);
    }

    /** Connects with a parameter of the driver. */
    Connection connect(String parameter) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name) + "?" + parameter, server.user(), server.password());
    }

    /** Returns a data source of the driver, as an application has one. */
    DataSource source() {
        return source(server, name, server.user(), server.password());
    }

    static DataSource source(PostgresAddress server, String database, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    void execute(String sql) {
        execute(server, name, sql);
    }

    /** Runs statements as the server's own user, each by itself. */
    static void execute(PostgresAddress server, String database, String... statements) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Returns the first column of all rows, one a line. */
    String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder lines = new StringBuilder();
            while (rows.next()) {
                lines.append(lines.isEmpty() ? "" : "\n").append(rows.getString(1));
            }
            return lines.toString();
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Ends every other session of this database, as a restart of the server would, and returns when they have ended. */
    void terminateSessions() {
        query("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '" + name
                + "' AND pid <> pg_backend_pid()");
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }
}
