// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Where a server listens, and what its superuser can do there.
 *
 * @param host a loopback address, the only one that the server listens on
 * @param port the port; the same after a restart
 * @param user the superuser's name
 * @param password the superuser's password, another one for each server
 */
public record PostgresAddress(String host, int port, String user, String password) {

    private static final Duration AWAIT_LIMIT = Duration.ofSeconds(60);

    /**
     * The address of a database, for the superuser.
     *
     * @param database the name of a database
     * @return a {@code postgres:} URL
     */
    public String url(String database) {
        return url(database, user, password);
    }

    /**
     * The address of a database, for any user; each part may hold any characters and is percent-encoded.
     *
     * @param database the name of a database
     * @param user the name of a user
     * @param userPassword the password to try
     * @return a {@code postgres:} URL
     */
    public String url(String database, String user, String userPassword) {
        return "postgres://" + encoded(user) + ":" + encoded(userPassword) + "@" + host + ":" + port + "/"
                + encoded(database);
    }

    /**
     * The address of a database as the JDBC driver takes it, without user and password.
     *
     * @param database the name of a database
     * @return a {@code jdbc:postgresql:} URL
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database);
    }

    /**
     * Opens a connection as the superuser.
     *
     * @param database the name of a database
     * @return an open connection, which the caller closes
     * @throws SQLException if the server refuses or cannot be reached
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    /**
     * Creates an empty database.
     *
     * @param name its name, in any characters
     * @throws PostgresServerException if the server refuses, as when the database is there already
     */
    public void createDatabase(String name) {
        execute("create database " + quoted(name));
    }

    /**
     * Drops a database with all that is in it and ends the sessions that use it; does nothing when it is not there.
     *
     * @param name its name
     * @throws PostgresServerException if the server refuses
     */
    public void dropDatabase(String name) {
        execute("drop database if exists " + quoted(name) + " with (force)");
    }

    private void execute(String sql) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new PostgresServerException("The server refused: " + sql, e);
        }
    }

    /** Whom a standby follows, as its setting says; with the password, so for the data folder only. */
    String replicationSource(String standby) {
        return "host=" + host + " port=" + port + " user=" + user + " password=" + password + " application_name="
                + standby;
    }

    /** The first column of the first row; empty if there is no row or it is null. */
    String query(String sql) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
        } catch (SQLException e) {
            throw new PostgresServerException("The server refused: " + sql, e);
        }
    }

    /** Asks until the answer is true, each time in a new session. */
    void await(String condition, String what) {
        long deadline = System.nanoTime() + AWAIT_LIMIT.toNanos();
        while (!query(condition).equals("t")) {
            if (System.nanoTime() > deadline) {
                throw new PostgresServerException("The server did not " + what + " within " + AWAIT_LIMIT);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw PostgresServerException.interrupted("waiting for the server to " + what, e);
            }
        }
    }

    /** Returns host and port, not the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
