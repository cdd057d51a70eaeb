// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this JVM's own, on a free port of the loopback interface, with an empty data folder.
 *
 * <p>The program files come from the class path and are unpacked once per user; nothing has to be installed. It runs as
 * an ordinary user's process, and as {@code nobody} when this JVM runs as root. A server that cannot be started is an
 * exception, never a skipped test. When the JVM dies, the server is stopped and its folder deleted, even after a
 * {@code SIGKILL}.
 *
 * <p>All methods may be called from any thread; starting and stopping wait for each other.
 */
public final class PostgresServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    private static final String SUPERUSER = "postgres";
    private static final int PORT_TRIES = 5;

    private final PostgresBinaries binaries;
    private final DataFolder folder;
    private final OrphanGuard guard;
    private final String password;
    private int port;
    private @Nullable ServerRun run;
    private boolean closed;

    private PostgresServer(PostgresBinaries binaries, DataFolder folder, OrphanGuard guard, String password) {
        this.binaries = binaries;
        this.folder = folder;
        this.guard = guard;
        this.password = password;
    }

    /**
     * Starts a server with the default options.
     *
     * @return a server that accepts connections; the caller closes it
     * @throws PostgresServerException if it cannot be started
     */
    public static PostgresServer start() {
        return start(PostgresServerOptions.defaults());
    }

    /**
     * Starts a server.
     *
     * @param options how it is set up
     * @return a server that accepts connections; the caller closes it
     * @throws PostgresServerException if it cannot be started
     */
    public static PostgresServer start(PostgresServerOptions options) {
        PostgresBinaries binaries = PostgresBinaries.installed();
        PostgresServer server;
        try {
            DataFolder folder = DataFolder.create();
            server = new PostgresServer(binaries, folder, OrphanGuard.of(folder), randomPassword());
        } catch (IOException e) {
            throw new PostgresServerException("Cannot prepare a server's folder", e);
        }
        try {
            server.initialize(options);
            return server;
        } catch (RuntimeException | Error e) {
            server.closeAfter(e);
            throw e;
        }
    }

    /**
     * The server that all tests of this JVM share: started with the default options when first asked for, stopped when
     * the JVM ends. Tests keep apart by databases of their own.
     *
     * @return the shared server; not to be closed, stopped or killed
     * @throws PostgresServerException if it cannot be started
     */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /**
     * The address of a database, for the superuser.
     *
     * @param database the name of a database
     * @return a {@code postgres:} URL
     */
    public String url(String database) {
        return url(database, SUPERUSER, password);
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
        return "postgres://" + encoded(user) + ":" + encoded(userPassword) + "@" + HOST + ":" + port() + "/"
                + encoded(database);
    }

    /**
     * The address of a database as the JDBC driver takes it, without user and password.
     *
     * @param database the name of a database
     * @return a {@code jdbc:postgresql:} URL
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port() + "/" + encoded(database);
    }

    /**
     * The address that the server listens on, and the only one.
     *
     * @return a loopback address
     */
    public String host() {
        return HOST;
    }

    /**
     * The port that the server listens on; the same after a restart.
     *
     * @return a port number
     */
    public synchronized int port() {
        return port;
    }

    /**
     * The superuser's name.
     *
     * @return the name
     */
    public String user() {
        return SUPERUSER;
    }

    /**
     * The superuser's password, another one for each server.
     *
     * @return the password
     */
    public String password() {
        return password;
    }

    /**
     * Opens a connection as the superuser.
     *
     * @param database the name of a database
     * @return an open connection, which the caller closes
     * @throws SQLException if the server refuses or cannot be reached
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
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

    /**
     * Ends all sessions, writes everything to disk and stops; {@link #restart} starts again.
     *
     * @throws PostgresServerException if the server does not run or does not stop
     */
    public synchronized void stopFast() {
        stop("fast");
    }

    /**
     * Stops at once without writing anything more, so that the next start has to recover.
     *
     * @throws PostgresServerException if the server does not run or does not stop
     */
    public synchronized void stopImmediate() {
        stop("immediate");
    }

    /**
     * Kills all processes of the server, as a machine that runs out of memory does.
     *
     * @throws PostgresServerException if the server does not run
     */
    public synchronized void kill() {
        ServerRun current = requireRunning();
        try {
            current.kill();
            run = null;
        } catch (IOException e) {
            throw new PostgresServerException("Cannot kill the server", e);
        }
    }

    /**
     * Starts the server on the same data and port, after stopping it fast if it runs.
     *
     * @throws PostgresServerException if it does not stop or cannot be started
     */
    public synchronized void restart() {
        if (running()) {
            stopFast();
        }
        requireOpen();
        try {
            run = ServerRun.start(binaries, folder, port);
        } catch (IOException e) {
            throw new PostgresServerException("Cannot start the server again", e);
        }
    }

    /**
     * Whether the server's process is there.
     *
     * @return false after a stop, a kill or a crash
     */
    public synchronized boolean running() {
        return run != null && run.alive();
    }

    /** Stops the server if it runs and deletes its data; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (guard) {
            if (running()) {
                stop("immediate");
            }
            folder.delete();
        } catch (IOException e) {
            throw new PostgresServerException("Cannot delete the server's folder", e);
        }
    }

    DataFolder dataFolder() {
        return folder;
    }

    private synchronized void initialize(PostgresServerOptions options) {
        try {
            folder.initialize(binaries, options, SUPERUSER, password);
            startOnFreePort();
        } catch (IOException e) {
            throw new PostgresServerException("Cannot set up a server", e);
        }
    }

    // Another process can take a port between the moment it is found free and the moment the server asks for it.
    private void startOnFreePort() throws IOException {
        for (int tries = 1; run == null; tries++) {
            port = freePort();
            long logStart = folder.logSize();
            try {
                run = ServerRun.start(binaries, folder, port);
            } catch (PostgresServerException e) {
                if (tries == PORT_TRIES || !folder.logFrom(logStart).contains("could not create any TCP/IP sockets")) {
                    throw e;
                }
            }
        }
    }

    private void stop(String mode) {
        ServerRun current = requireRunning();
        try {
            current.stop(mode);
            run = null;
        } catch (IOException e) {
            throw new PostgresServerException("Cannot stop the server", e);
        }
    }

    private ServerRun requireRunning() {
        ServerRun current = run;
        if (current == null) {
            throw new PostgresServerException("The server does not run");
        }
        return current;
    }

    private void requireOpen() {
        if (closed) {
            throw new PostgresServerException("The server is closed");
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new PostgresServerException("The server refused: " + sql, e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static final class Shared {
        static final PostgresServer SERVER = startUntilExit();

        private static PostgresServer startUntilExit() {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-shared-postgres"));
            return server;
        }
    }
}
