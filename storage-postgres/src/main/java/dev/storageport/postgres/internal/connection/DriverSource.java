// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageAccessException.Reason;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.security.Password;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections with the driver itself, to one server at a time. The URL holds host and database only; user and passwords go as
 * properties, because drivers and pools put URLs into messages and logs.
 */
public class DriverSource implements DataSource {

    /** Looks at a session that has just begun, and closes it if it will not do. */
    @FunctionalInterface
    interface Acceptance {
        Connection accept(Connection session) throws SQLException;
    }

    private final Driver driver = new Driver();
    private final String addresses;
    private final String database;
    private final Hosts hosts;
    private final Acceptance acceptance;
    private final int loginSeconds;
    private final Properties properties;
    private final Password password;
    private final boolean forReads;

    /**
     * Creates a source that takes whatever server answers.
     *
     * @param forReads whether its sessions are for reads of single records only
     */
    public DriverSource(ServerOptions options, boolean forReads) {
        this(options, forReads, new Hosts(options.hosts(), ConnectErrors.FINDINGS), session -> session);
    }

    /**
     * Creates the source.
     *
     * @param forReads whether its sessions are for reads of single records only
     * @param hosts the servers, and which of them is asked first
     * @param acceptance decides whether a session will do; the next server is tried if not
     */
    DriverSource(ServerOptions options, boolean forReads, Hosts hosts, Acceptance acceptance) {
        this.addresses = options.addresses();
        this.database =
                URLEncoder.encode(options.database(), StandardCharsets.UTF_8).replace("+", "%20");
        this.hosts = hosts;
        this.acceptance = acceptance;
        this.properties = DriverProperties.of(options, forReads);
        this.loginSeconds =
                DriverProperties.loginSeconds(properties) * options.hosts().size();
        this.password = options.password();
        this.forReads = forReads;
    }

    /** Returns whether its sessions are for reads of single records only. */
    boolean isForReads() {
        return forReads;
    }

    /** Connects to the first server whose session will do. */
    @Override
    public Connection getConnection() throws SQLException {
        return hosts.connect(host -> acceptance.accept(connect(host, properties)));
    }

    /** Connects to a server, primary or not. */
    protected final Connection toAny(InetSocketAddress host) throws SQLException {
        Properties any = new Properties();
        any.putAll(properties);
        any.setProperty("targetServerType", "any");
        return connect(host, any);
    }

    /**
     * Connects with the password of this moment. If it is refused and there is another by now, it was read while it was being changed, and the
     * new one is tried at once.
     */
    private Connection connect(InetSocketAddress host, Properties with) throws SQLException {
        Optional<String> current = password.now();
        try {
            return connect(host, with, current);
        } catch (SQLException refused) {
            if (!password.mayChange() || !isAboutPassword(refused)) {
                throw refused;
            }
            Optional<String> next = password.now();
            if (next.equals(current)) {
                throw refused;
            }
            return connect(host, with, next);
        }
    }

    private Connection connect(InetSocketAddress host, Properties with, Optional<String> current) throws SQLException {
        Properties complete = new Properties();
        complete.putAll(with);
        current.ifPresent(secret -> complete.setProperty("password", secret));
        Connection connection = driver.connect(url(Hosts.text(host)), complete);
        if (connection == null) {
            throw new SQLException("The PostgreSQL driver does not accept its own URL form", "08001");
        }
        return connection;
    }

    private static boolean isAboutPassword(SQLException error) {
        return ConnectErrors.reason(error).equals(Optional.of(Reason.PASSWORD));
    }

    /** Returns whether a failure to connect may be over at the next attempt; that of a password may, when another is expected. */
    boolean mayPass(SQLException error) {
        return ConnectErrors.mayPass(error) || (password.mayChange() && isAboutPassword(error));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("User and password are fixed");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs through java.util.logging.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The options bound connecting; the pool calls this with a bound of its own.
    }

    /** The pool asks this to know how long it waits, when it closes, for a connection that is being opened. */
    @Override
    public int getLoginTimeout() {
        return loginSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("Not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Returns hosts and database; the pool logs this. */
    @Override
    public String toString() {
        return url(addresses);
    }

    private String url(String where) {
        return "jdbc:postgresql://" + where + "/" + database;
    }
}
