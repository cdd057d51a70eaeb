// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.port.Quoted;
import dev.storageport.port.StorageUrl;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a server is, who asks, and how many connections there may be. Immutable; {@link #toString()} shows no password.
 */
public final class PostgresOptions {

    /** The port of a host without one. */
    public static final int DEFAULT_PORT = 5432;

    private static final int MOST_CONNECTIONS = 1000;
    /** The server cuts an application's name after this many bytes. */
    private static final int NAME_CHARACTERS = 63;

    private final List<InetSocketAddress> hosts;
    private final String database;
    private final String user;
    private final Optional<String> password;
    private final PostgresSettings settings;
    private final int poolSize;
    private final Duration poolTimeout;
    private final Duration connectTimeout;
    private final PostgresPooler pooler;
    private final String applicationName;
    private final Map<String, String> driverProperties;

    private PostgresOptions(Builder builder) {
        hosts = List.copyOf(builder.hosts);
        database = builder.database;
        user = builder.user;
        password = builder.password;
        settings = builder.settings;
        poolSize = builder.poolSize;
        poolTimeout = builder.poolTimeout;
        connectTimeout = builder.connectTimeout;
        pooler = builder.pooler;
        applicationName = builder.applicationName;
        driverProperties = Map.copyOf(builder.driverProperties);
        requireSound();
    }

    private void requireSound() {
        require(!hosts.isEmpty(), "host", "is missing");
        for (InetSocketAddress host : hosts) {
            require(host.getPort() > 0, "host", "has a port that is not between 1 and 65535");
        }
        require(!user.isEmpty(), "user", "is missing");
        require(!database.isEmpty(), "database", "is missing");
        require(user.indexOf('\0') < 0, "user", "holds U+0000");
        require(database.indexOf('\0') < 0, "database", "holds U+0000");
        require(password.orElse("").indexOf('\0') < 0, "password", "holds U+0000");
        require(poolSize >= 1 && poolSize <= MOST_CONNECTIONS, "poolSize", "must be from 1 to " + MOST_CONNECTIONS);
        // The connection pool does not wait less than a quarter of a second.
        PostgresSettings.requireDuration("poolTimeout", poolTimeout, Duration.ofMillis(250));
        PostgresSettings.requireDuration("connectTimeout", connectTimeout, Duration.ofSeconds(1));
        require(
                !applicationName.isEmpty() && applicationName.length() <= NAME_CHARACTERS,
                "applicationName",
                "must have from 1 to " + NAME_CHARACTERS + " characters");
        DriverProperties.requireCompatible(this);
    }

    private static void require(boolean holds, String option, String problem) {
        if (!holds) {
            throw new ConfigurationException(option, problem);
        }
    }

    /**
     * Returns the options for one server; the database is the one named as the user until {@link Builder#database} says
     * otherwise.
     */
    public static Builder builder(String host, String user) {
        return new Builder(user).host(host, DEFAULT_PORT);
    }

    static Builder builder(String user) {
        return new Builder(user);
    }

    /**
     * Reads a URL {@code postgres://user:password@host1:5432,[::1]:5433/database?name=value}; {@code postgresql:} and
     * {@code jdbc:postgresql:} do as well. User, password, database and parameters are percent-decoded and a plus sign means
     * itself. The user name ends at the first colon and the password at the last {@code @}. Without a database the one named as
     * the user is meant. Parameters are the options of this type and of {@link PostgresSettings}, a duration being seconds or a
     * number with {@code ms}, {@code s}, {@code m} or {@code h}, and the connection properties of the PostgreSQL JDBC driver
     * that do not contradict them.
     *
     * @throws ConfigurationException if the URL is malformed, or a parameter is unknown, malformed or contradicts another one
     */
    public static PostgresOptions parse(String url) {
        return PostgresUrl.parse(StorageUrl.parse(url));
    }

    /** Returns the servers in the order in which they are tried, unresolved. */
    public List<InetSocketAddress> hosts() {
        return hosts;
    }

    /** Returns the name of the database. */
    public String database() {
        return database;
    }

    /** Returns the user's name. */
    public String user() {
        return user;
    }

    /** Returns the password; empty if the server asks for none. */
    public Optional<String> password() {
        return password;
    }

    /** Returns what holds for each connection. */
    public PostgresSettings settings() {
        return settings;
    }

    /** Returns how many connections there may be at once. */
    public int poolSize() {
        return poolSize;
    }

    /** Returns how long an operation waits for a free connection. */
    public Duration poolTimeout() {
        return poolTimeout;
    }

    /** Returns how long connecting to one host may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns what stands between this process and the server. */
    public PostgresPooler pooler() {
        return pooler;
    }

    /** Returns the name under which the server lists the connections. */
    public String applicationName() {
        return applicationName;
    }

    /** Returns further connection properties of the JDBC driver; unmodifiable. May hold {@code sslpassword}. */
    public Map<String, String> driverProperties() {
        return driverProperties;
    }

    /** Returns hosts and database, as messages name them. */
    String where() {
        return "PostgreSQL at " + hosts.stream().map(PostgresUrl::text).collect(Collectors.joining(",")) + ", database "
                + Quoted.text(database);
    }

    /** Returns everything but passwords. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(driverProperties);
        shown.computeIfPresent("sslpassword", (name, value) -> "***");
        return where() + ", user " + Quoted.text(user) + ", " + settings + ", poolSize=" + poolSize
                + ", poolTimeout=" + poolTimeout + ", connectTimeout=" + connectTimeout + ", pooler=" + pooler
                + ", applicationName=" + Quoted.text(applicationName) + ", " + shown;
    }

    /** Gathers options. Not safe for several threads at once. */
    public static final class Builder {

        private final List<InetSocketAddress> hosts = new ArrayList<>();
        private final String user;
        private String database;
        private Optional<String> password = Optional.empty();
        private PostgresSettings settings = PostgresSettings.defaults();
        private int poolSize = 10;
        private Duration poolTimeout = Duration.ofSeconds(30);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private PostgresPooler pooler = PostgresPooler.NONE;
        private String applicationName = "storageport";
        private final Map<String, String> driverProperties = new TreeMap<>();

        private Builder(String user) {
            this.user = user;
            this.database = user;
        }

        /** Adds a server, to be tried after those added before. */
        Builder host(String name, int port) {
            require(!name.isEmpty(), "host", "is missing");
            require(port > 0 && port <= 65535, "host", "has a port that is not between 1 and 65535");
            hosts.add(InetSocketAddress.createUnresolved(name, port));
            return this;
        }

        /** Sets the port of a single server; {@value PostgresOptions#DEFAULT_PORT} otherwise. */
        public Builder port(int port) {
            String name = hosts.get(0).getHostString();
            hosts.clear();
            return host(name, port);
        }

        /** Adds a server that is tried when those before cannot be reached or are not the primary. */
        public Builder alternative(String host, int port) {
            return host(host, port);
        }

        /** Sets the database; the one named as the user otherwise. */
        public Builder database(String newDatabase) {
            database = newDatabase;
            return this;
        }

        /** Sets the password; none otherwise. */
        public Builder password(String newPassword) {
            password = Optional.of(newPassword);
            return this;
        }

        /** Sets what holds for each connection; {@link PostgresSettings#defaults()} otherwise. */
        public Builder settings(PostgresSettings newSettings) {
            settings = newSettings;
            return this;
        }

        /**
         * Sets how many connections there may be at once; 10 otherwise. As many of them as there are {@linkplain
         * PostgresSettings#combiningLanes() lanes}, at most a quarter, serve reads of single documents only.
         */
        public Builder poolSize(int newPoolSize) {
            poolSize = newPoolSize;
            return this;
        }

        /** Sets how long an operation waits for a free connection; 30 seconds otherwise. */
        public Builder poolTimeout(Duration newPoolTimeout) {
            poolTimeout = newPoolTimeout;
            return this;
        }

        /** Sets how long connecting to one host may take; 10 seconds otherwise. The driver counts whole seconds. */
        public Builder connectTimeout(Duration newConnectTimeout) {
            connectTimeout = newConnectTimeout;
            return this;
        }

        /** Sets what stands between this process and the server; nothing otherwise. */
        public Builder pooler(PostgresPooler newPooler) {
            pooler = newPooler;
            return this;
        }

        /** Sets the name under which the server lists the connections; {@code storageport} otherwise. */
        public Builder applicationName(String newApplicationName) {
            applicationName = newApplicationName;
            return this;
        }

        /**
         * Sets a connection property of the PostgreSQL JDBC driver, for instance {@code sslmode} or {@code sslrootcert}.
         *
         * @throws ConfigurationException if the driver does not know the property or its value, or if it would break a promise
         *     of this library
         */
        public Builder driverProperty(String name, String value) {
            DriverProperties.requireAllowed(name, value);
            driverProperties.put(name, value);
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws ConfigurationException if a value is out of range or contradicts another one
         */
        public PostgresOptions build() {
            return new PostgresOptions(this);
        }
    }
}
