// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageConfig;
import dev.storageport.port.Quoted;
import dev.storageport.port.StorageUrl;
import dev.storageport.postgres.internal.connection.DriverProperties;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.security.AskedPassword;
import dev.storageport.postgres.internal.security.FixedPassword;
import dev.storageport.postgres.internal.security.Password;
import dev.storageport.postgres.internal.security.PasswordFile;
import dev.storageport.postgres.internal.standby.StandbyOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, who asks, and how many connections there may be. Immutable; equal to others with equal options, passwords included.
 * {@link #toString()} shows no password.
 */
public final class PostgresOptions {

    /** The port of a host without one. */
    public static final int DEFAULT_PORT = 5432;

    /** Properties of the driver that are passwords, or whatever the application's own factory takes. */
    private static final Set<String> SECRET = Set.of("sslpassword", "sslfactoryarg", "socketFactoryArg");

    private final List<InetSocketAddress> hosts;
    private final String database;
    private final String user;
    private final Optional<String> password;
    private final Optional<Path> passwordFile;
    private final Optional<PasswordSource> passwordSource;
    private final boolean requirePassword;
    private final PostgresSettings settings;
    private final int poolSize;
    private final Duration poolTimeout;
    private final int standbyPoolSize;
    private final Duration connectTimeout;
    private final Duration outageTimeout;
    private final PostgresPooler pooler;
    private final String applicationName;
    private final Map<String, String> driverProperties;

    private PostgresOptions(Builder builder) {
        hosts = List.copyOf(builder.hosts);
        database = builder.database;
        user = builder.user;
        password = builder.password;
        passwordFile = builder.passwordFile;
        passwordSource = builder.passwordSource;
        requirePassword = builder.requirePassword;
        settings = builder.settings;
        poolSize = builder.poolSize;
        poolTimeout = builder.poolTimeout;
        standbyPoolSize = builder.standbyPoolSize;
        connectTimeout = builder.connectTimeout;
        outageTimeout = builder.outageTimeout;
        pooler = builder.pooler;
        applicationName = builder.applicationName;
        driverProperties = Map.copyOf(builder.driverProperties);
        requireSound();
    }

    private void requireSound() {
        require(!hosts.isEmpty(), "host", "is missing");
        require(!user.isEmpty(), "user", "is missing");
        require(!database.isEmpty(), "database", "is missing");
        PostgresOptionSet.USER.require(user);
        PostgresOptionSet.DATABASE.require(database);
        require(
                !requirePassword || isProved(),
                "password",
                "is missing, and requirePassword says that there has to be one, or an sslcert");
        DriverProperties.requireCompatible(
                driverProperties, pooler == PostgresPooler.TRANSACTION, settings.statementTimeout());
    }

    /** Returns whether there is something to prove with who asks. */
    private boolean isProved() {
        return !password.orElse("").isEmpty()
                || passwordFile.isPresent()
                || passwordSource.isPresent()
                || driverProperties.containsKey("sslcert")
                || driverProperties.containsKey("sslkey");
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
        return new Builder(user).alternative(host, DEFAULT_PORT);
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
     * that do not contradict them, name no class and have no file written.
     *
     * @throws ConfigurationException if the URL is malformed, or a parameter is unknown, malformed or contradicts another one
     */
    public static PostgresOptions parse(String url) {
        return PostgresUrl.parse(StorageUrl.parse(url));
    }

    /**
     * Returns the options that a configuration says, to be changed in code: with what no text can say, or before a data source is made.
     *
     * @throws ConfigurationException if its URL is not one of PostgreSQL
     */
    public static PostgresOptions of(StorageConfig config) {
        return PostgresUrl.parse(config.url());
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

    /** Returns the password; empty if the server asks for none, or if it comes from a file or a source. */
    public Optional<String> password() {
        return password;
    }

    /** Returns the file that holds the password, an absolute path, if that is where it is. */
    public Optional<Path> passwordFile() {
        return passwordFile;
    }

    /** Returns what gives the password for each session, if anything does. */
    public Optional<PasswordSource> passwordSource() {
        return passwordSource;
    }

    /** Returns how connections are encrypted, whichever way that was set. */
    public PostgresTls tls() {
        return PostgresTls.of(driverProperties);
    }

    /** Returns whether options without a password, and without a certificate of their own, are refused. */
    public boolean requirePassword() {
        return requirePassword;
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

    /** Returns how many connections there may be at once to the standby that is read. */
    public int standbyPoolSize() {
        return standbyPoolSize;
    }

    /** Returns how long connecting to one host may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns how long an operation waits for a server that refuses connections. */
    public Duration outageTimeout() {
        return outageTimeout;
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

    /** Begins with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the server as those who connect to it know it. */
    ServerOptions server() {
        return new ServerOptions(
                hosts,
                database,
                user,
                proof(),
                driverProperties,
                connectTimeout,
                applicationName,
                pooler == PostgresPooler.TRANSACTION,
                poolSize,
                settings.combiningLanes(),
                poolTimeout,
                outageTimeout,
                settings.session());
    }

    /** Returns where standbys are read; behind a pooler nobody knows which server the next statement reaches. */
    Optional<StandbyOptions> standby() {
        return standbyPoolSize == 0 || pooler != PostgresPooler.NONE
                ? Optional.empty()
                : Optional.of(new StandbyOptions(server(), standbyPoolSize));
    }

    private Password proof() {
        return passwordSource
                .<Password>map(source -> new AskedPassword(source::password))
                .or(() -> passwordFile.map(PasswordFile::new))
                .orElseGet(() -> new FixedPassword(password));
    }

    /** Sources of passwords are equal to themselves only, unless they say otherwise. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PostgresOptions that
                && hosts.equals(that.hosts)
                && database.equals(that.database)
                && user.equals(that.user)
                && password.equals(that.password)
                && passwordFile.equals(that.passwordFile)
                && passwordSource.equals(that.passwordSource)
                && requirePassword == that.requirePassword
                && settings.equals(that.settings)
                && poolSize == that.poolSize
                && poolTimeout.equals(that.poolTimeout)
                && standbyPoolSize == that.standbyPoolSize
                && connectTimeout.equals(that.connectTimeout)
                && outageTimeout.equals(that.outageTimeout)
                && pooler == that.pooler
                && applicationName.equals(that.applicationName)
                && driverProperties.equals(that.driverProperties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                hosts,
                database,
                user,
                password,
                passwordFile,
                passwordSource,
                requirePassword,
                settings,
                poolSize,
                poolTimeout,
                standbyPoolSize,
                connectTimeout,
                outageTimeout,
                pooler,
                applicationName,
                driverProperties);
    }

    /** Returns the options by name, but for passwords: nor is one shown that stands inside a URL or behind a user's name by mistake. */
    @Override
    public String toString() {
        return "PostgresOptions[" + server() + ", user " + ServerOptions.shown(user)
                + passwordFile.map(file -> ", passwordFile=" + file).orElse("")
                + ", requirePassword=" + requirePassword + ", " + settings + ", poolSize="
                + poolSize
                + ", poolTimeout=" + poolTimeout + ", standbyPoolSize=" + standbyPoolSize + ", connectTimeout="
                + connectTimeout + ", outageTimeout="
                + outageTimeout + ", pooler=" + pooler
                + ", applicationName=" + ServerOptions.shown(applicationName) + ", "
                + driverProperties.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(PostgresOptions::shown)
                        .collect(Collectors.joining(", ", "{", "}"))
                + "]";
    }

    private static String shown(Map.Entry<String, String> property) {
        String value = property.getValue();
        boolean secret = SECRET.contains(property.getKey());
        return property.getKey() + "="
                + (secret
                        ? ServerOptions.HIDDEN
                        : value.indexOf('@') < 0 ? Quoted.text(value) : ServerOptions.shown(value));
    }

    /** Gathers options. Not for use by several threads. */
    public static final class Builder {

        private final List<InetSocketAddress> hosts = new ArrayList<>();
        private String user;
        private String database;
        private Optional<String> password = Optional.empty();
        private Optional<Path> passwordFile = Optional.empty();
        private Optional<PasswordSource> passwordSource = Optional.empty();
        private boolean requirePassword = PostgresOptionSet.REQUIRE_PASSWORD.byDefault();
        private PostgresSettings settings = PostgresSettings.defaults();
        private int poolSize = PostgresOptionSet.POOL_SIZE.byDefault();
        private Duration poolTimeout = PostgresOptionSet.POOL_TIMEOUT.byDefault();
        private int standbyPoolSize = PostgresOptionSet.STANDBY_POOL_SIZE.byDefault();
        private Duration connectTimeout = PostgresOptionSet.CONNECT_TIMEOUT.byDefault();
        private Duration outageTimeout = PostgresOptionSet.OUTAGE_TIMEOUT.byDefault();
        private PostgresPooler pooler = PostgresOptionSet.POOLER.byDefault();
        private String applicationName = PostgresOptionSet.APPLICATION_NAME.byDefault();
        private final Map<String, String> driverProperties = new TreeMap<>();

        private Builder(String user) {
            this.user = user;
            this.database = user;
        }

        private Builder(PostgresOptions options) {
            hosts.addAll(options.hosts);
            user = options.user;
            database = options.database;
            password = options.password;
            passwordFile = options.passwordFile;
            passwordSource = options.passwordSource;
            requirePassword = options.requirePassword;
            settings = options.settings;
            poolSize = options.poolSize;
            poolTimeout = options.poolTimeout;
            standbyPoolSize = options.standbyPoolSize;
            connectTimeout = options.connectTimeout;
            outageTimeout = options.outageTimeout;
            pooler = options.pooler;
            applicationName = options.applicationName;
            driverProperties.putAll(options.driverProperties);
        }

        private static InetSocketAddress server(String name, int port) {
            require(!name.isEmpty(), "host", "is missing");
            require(PostgresUrl.isHost(name), "host", "is neither a name nor an address");
            require(port > 0 && port <= 65535, "host", "has a port that is not between 1 and 65535");
            return InetSocketAddress.createUnresolved(name, port);
        }

        /**
         * Sets the server that is tried first; its port stays the one it is.
         *
         * @throws ConfigurationException if it is neither a name nor an address
         */
        public Builder host(String host) {
            hosts.set(0, server(host, hosts.get(0).getPort()));
            return this;
        }

        /**
         * Sets the port of the server that is tried first; {@value PostgresOptions#DEFAULT_PORT} otherwise.
         *
         * @throws ConfigurationException if it is not between 1 and 65535
         */
        public Builder port(int port) {
            hosts.set(0, server(hosts.get(0).getHostString(), port));
            return this;
        }

        /** Adds a server that is tried when those before cannot be reached or are not the primary. */
        public Builder alternative(String host, int port) {
            hosts.add(server(host, port));
            return this;
        }

        /** Sets the user; the database stays the one it is. */
        public Builder user(String newUser) {
            user = Objects.requireNonNull(newUser, "user");
            return this;
        }

        /** Sets the database; the one named as the user otherwise. */
        public Builder database(String newDatabase) {
            database = Objects.requireNonNull(newDatabase, "database");
            return this;
        }

        /** Sets the password; none otherwise. Replaces a file and a source. */
        public Builder password(String newPassword) {
            return password(
                    Optional.of(PostgresOptionSet.PASSWORD.require(newPassword)), Optional.empty(), Optional.empty());
        }

        /**
         * Sets a file that holds the password in UTF-8; a line end behind it is none of it. It is read for each new session, so that the
         * password can be changed while the program runs: change the role's, then the file, or the other way about. Sessions that there
         * are stay; new ones that are refused meanwhile are tried again, and who has to wait for one is told after {@link
         * PostgresOptions#outageTimeout()}. Replaces a password and a source. When the storage opens, the file has to be right.
         */
        public Builder passwordFile(Path file) {
            return password(Optional.empty(), Optional.of(file.toAbsolutePath()), Optional.empty());
        }

        /** Sets what is asked for the password of each new session. Replaces a password and a file. */
        public Builder passwordSource(PasswordSource source) {
            return password(Optional.empty(), Optional.empty(), Optional.of(source));
        }

        private Builder password(Optional<String> text, Optional<Path> file, Optional<PasswordSource> source) {
            password = text;
            passwordFile = file;
            passwordSource = source;
            return this;
        }

        /** Sets how connections are encrypted; {@link PostgresTlsMode#PREFER} otherwise. Replaces what properties of the driver say of it. */
        public Builder tls(PostgresTls tls) {
            tls.setIn(driverProperties);
            return this;
        }

        /**
         * Sets whether options without a password, and without a certificate of their own, are refused when they are built; not otherwise.
         * For where a missing password is a mistake, and not the way the server is set up.
         */
        public Builder requirePassword(boolean require) {
            requirePassword = require;
            return this;
        }

        /** Sets what holds for each connection; {@link PostgresSettings#defaults()} otherwise. */
        public Builder settings(PostgresSettings newSettings) {
            settings = Objects.requireNonNull(newSettings, "settings");
            return this;
        }

        /** Changes what holds for each connection. */
        void change(UnaryOperator<PostgresSettings.Builder> change) {
            settings = change.apply(settings.toBuilder()).build();
        }

        /**
         * Sets how many connections there may be at once; 10 otherwise. As many of them as there are {@linkplain
         * PostgresSettings#combiningLanes() lanes}, at most a quarter, serve reads of single documents only.
         */
        public Builder poolSize(int newPoolSize) {
            poolSize = PostgresOptionSet.POOL_SIZE.require(newPoolSize);
            return this;
        }

        /** Sets how long an operation waits for a free connection; 30 seconds otherwise. */
        public Builder poolTimeout(Duration newPoolTimeout) {
            poolTimeout = PostgresOptionSet.POOL_TIMEOUT.require(newPoolTimeout);
            return this;
        }

        /**
         * Sets how many connections there may be at once to the standby that is read, beside those to the primary; 10 otherwise. None is opened
         * before a read {@linkplain dev.storageport.ReadPreference#STANDBY prefers a standby}. Standbys are looked for among the hosts; with 0,
         * and behind a pooler, every read goes to the primary.
         */
        public Builder standbyPoolSize(int newStandbyPoolSize) {
            standbyPoolSize = PostgresOptionSet.STANDBY_POOL_SIZE.require(newStandbyPoolSize);
            return this;
        }

        /** Sets how long connecting to one host may take; 10 seconds otherwise. The driver counts whole seconds. */
        public Builder connectTimeout(Duration newConnectTimeout) {
            connectTimeout = PostgresOptionSet.CONNECT_TIMEOUT.require(newConnectTimeout);
            return this;
        }

        /**
         * Sets how long an operation waits for a connection when the server has refused one; 2 seconds otherwise. Long enough for a restart
         * or a standby's promotion, it hides them; an operation that has nothing to wait for any more is told sooner the shorter it is.
         * Whatever it is, operations work again as soon as the server does.
         */
        public Builder outageTimeout(Duration newOutageTimeout) {
            outageTimeout = PostgresOptionSet.OUTAGE_TIMEOUT.require(newOutageTimeout);
            return this;
        }

        /** Sets what stands between this process and the server; nothing otherwise. */
        public Builder pooler(PostgresPooler newPooler) {
            pooler = Objects.requireNonNull(newPooler, "pooler");
            return this;
        }

        /** Sets the name under which the server lists the connections; {@code storageport} otherwise. */
        public Builder applicationName(String newApplicationName) {
            applicationName = PostgresOptionSet.APPLICATION_NAME.require(newApplicationName);
            return this;
        }

        /**
         * Sets a connection property of the PostgreSQL JDBC driver, for instance {@code tcpNoDelay}.
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
