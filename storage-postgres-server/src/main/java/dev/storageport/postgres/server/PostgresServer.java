// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final PostgresServerOptions options;
    private final DataFolder folder;
    private final OrphanGuard guard;
    private final String password;
    private int port;
    private @Nullable ServerRun run;
    private boolean closed;

    private PostgresServer(
            PostgresBinaries binaries,
            PostgresServerOptions options,
            DataFolder folder,
            OrphanGuard guard,
            String password) {
        this.binaries = binaries;
        this.options = options;
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
        return started(options, randomPassword(), PostgresServer::initialize);
    }

    /** What fills a data folder. */
    @FunctionalInterface
    private interface Filling {
        void fill(PostgresServer server) throws IOException;
    }

    private static PostgresServer started(PostgresServerOptions options, String password, Filling filling) {
        PostgresServer server;
        try {
            DataFolder folder = DataFolder.create(options);
            server =
                    new PostgresServer(PostgresBinaries.installed(), options, folder, OrphanGuard.of(folder), password);
        } catch (IOException e) {
            throw new PostgresServerException("Cannot prepare a server's folder", e);
        }
        try {
            server.startWith(filling);
            return server;
        } catch (RuntimeException | Error e) {
            server.closeAfter(e);
            throw e;
        }
    }

    /** Starts a standby without settings of its own; otherwise as {@link #startStandby(String, Map)}. */
    public PostgresServer startStandby(String name) {
        return startStandby(name, Map.of());
    }

    /**
     * Starts a standby of this server: another server with a copy of its data, made while this one works, which streams everything that is
     * written here from then on, and can be read ({@code hot_standby}). It has the options of this server, superuser and password included,
     * and a port of its own; its {@code synchronous_standby_names} is empty, so that it waits for nobody once it is promoted. A replication
     * slot of this server, with the standby's name, keeps what the standby has not fetched yet.
     *
     * <p>The server does not wait for the standby on commits until it is told to:
     * {@code configure("synchronous_standby_names", name)}.
     *
     * @param name the standby's {@code application_name}, in lower-case letters, digits and underscores
     * @param settings further lines of its {@code postgresql.conf}, which win over this server's, for instance
     *     {@code recovery_min_apply_delay}
     * @return a server that streams from this one and accepts connections; the caller closes it. It may be promoted, and have standbys itself
     * @throws PostgresServerException if this server does not run, is a standby, lets no replication of the superuser in
     *     ({@link PostgresServerOptions#hostEntries()} need a line with the database {@code replication}), or the standby cannot be started
     */
    public synchronized PostgresServer startStandby(String name, Map<String, String> settings) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("name: must be lower-case letters, digits and underscores: " + name);
        }
        requireRunning();
        settings.keySet().forEach(PostgresServerOptions::requireName);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("primary_conninfo", address().replicationSource(name));
        lines.put("primary_slot_name", name);
        lines.put("synchronous_standby_names", "");
        lines.putAll(settings);
        PostgresServer standby = started(options, password, server -> {
            new BaseBackup(address(), folder).copyTo(server.folder, name);
            for (Map.Entry<String, String> line : lines.entrySet()) {
                server.folder.configure(line.getKey(), line.getValue());
            }
            server.folder.markAsStandby();
        });
        try {
            address()
                    .await(
                            "SELECT state = 'streaming' FROM pg_stat_replication WHERE application_name = '" + name
                                    + "'",
                            "stream to the standby " + name);
            return standby;
        } catch (RuntimeException | Error e) {
            standby.closeAfter(e);
            throw e;
        }
    }

    /**
     * Makes a primary of a standby, which goes on with all it has received. The server that it followed is not told: it may still run, and
     * then there are two.
     *
     * @throws PostgresServerException if the server does not run, is no standby, or is not promoted within a minute
     */
    public synchronized void promote() {
        ServerRun current = requireRunning();
        try {
            current.promote();
        } catch (IOException e) {
            throw new PostgresServerException("Cannot promote the server", e);
        }
    }

    /**
     * Changes a setting for good. A server that runs has it when this returns, if the setting is one that needs no restart.
     *
     * @param name a name of {@code postgresql.conf}
     * @param value its value, unquoted
     * @throws PostgresServerException if the server does not read its settings again
     */
    public synchronized void configure(String name, String value) {
        PostgresServerOptions.requireName(name);
        requireOpen();
        try {
            folder.configure(name, value);
            ServerRun current = run;
            if (current != null && current.alive()) {
                String before = address().query("SELECT pg_conf_load_time()");
                current.reload();
                address().await("SELECT pg_conf_load_time() <> '" + before + "'", "read its settings again");
            }
        } catch (IOException e) {
            throw new PostgresServerException("Cannot change the server's settings", e);
        }
    }

    /**
     * The server that all tests of one build share: the one that {@link BuildServer} started for the build if there is one, else
     * one of this JVM's own, started when first asked for and stopped when the JVM ends. Tests keep apart by databases of their
     * own.
     *
     * @return its address
     * @throws PostgresServerException if it cannot be started
     */
    public static PostgresAddress shared() {
        return Shared.ADDRESS;
    }

    /**
     * Returns where the server listens; the same after a restart.
     *
     * @return its address
     */
    public synchronized PostgresAddress address() {
        return new PostgresAddress(HOST, port, SUPERUSER, password);
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
     * Makes a standby of the server, as a cluster does with a former primary: same data, same port, and nothing is written any more.
     *
     * @throws PostgresServerException if it does not stop or cannot be started
     */
    public synchronized void demote() {
        if (running()) {
            stopFast();
        }
        try {
            folder.markAsStandby();
        } catch (IOException e) {
            throw new PostgresServerException("Cannot make a standby of the server", e);
        }
        restart();
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

    private void initialize() throws IOException {
        folder.initialize(binaries, options, SUPERUSER, password);
    }

    private synchronized void startWith(Filling filling) {
        try {
            filling.fill(this);
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

    private static final class Shared {
        static final PostgresAddress ADDRESS = BuildServer.running().orElseGet(Shared::startUntilExit);

        private static PostgresAddress startUntilExit() {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-shared-postgres"));
            return server.address();
        }
    }
}
