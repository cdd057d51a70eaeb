// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.port.Quoted;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * The connection properties of the JDBC driver: which of them an application may set, and all that a connection is opened with.
 * The driver ignores names it does not know, even a misspelt {@code sslmode}; here they are refused.
 */
public final class DriverProperties {

    private static final String IN_URL = "is part of the storage's own options; give it there";
    private static final String TRANSACTIONS = "would change how transactions of this library end";
    private static final String VALUES = "would change how this library's values reach the server";

    /** Properties that an application cannot set, each with the reason. */
    private static final Map<String, String> REFUSED = refused();

    private static final Set<String> PRIMARY = Set.of("primary", "master");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,10}");

    /** How much longer the driver waits for an answer than the server may work on it. */
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(10);

    /** After this time the server ends a transaction whose owner does nothing, so that it holds no snapshot for ever. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(10);

    private DriverProperties() {}

    private static Map<String, String> refused() {
        Map<String, String> refused = new HashMap<>();
        for (PGProperty own : Set.of(
                PGProperty.USER,
                PGProperty.PASSWORD,
                PGProperty.PG_HOST,
                PGProperty.PG_PORT,
                PGProperty.PG_DBNAME,
                PGProperty.CONNECT_TIMEOUT,
                PGProperty.APPLICATION_NAME)) {
            refused.put(own.getName(), IN_URL);
        }
        for (PGProperty transactions : Set.of(
                PGProperty.AUTOSAVE, PGProperty.CLEANUP_SAVEPOINTS, PGProperty.READ_ONLY, PGProperty.READ_ONLY_MODE)) {
            refused.put(transactions.getName(), TRANSACTIONS);
        }
        for (PGProperty values : Set.of(
                PGProperty.STRING_TYPE,
                PGProperty.PREFER_QUERY_MODE,
                PGProperty.CONVERT_BOOLEAN_TO_NUMERIC,
                PGProperty.ALLOW_ENCODING_CHANGES,
                PGProperty.REPLICATION,
                PGProperty.DEFAULT_ROW_FETCH_SIZE)) {
            refused.put(values.getName(), VALUES);
        }
        refused.put(
                PGProperty.REWRITE_BATCHED_INSERTS.getName(), "has no effect here; batches are one statement already");
        refused.put(PGProperty.REWRITE_BATCHED_INSERTS_SIZE.getName(), "has no effect here");
        refused.put(PGProperty.CURRENT_SCHEMA.getName(), "has no effect here; every name is qualified, use schema");
        refused.put(PGProperty.OPTIONS.getName(), "is used by this library for the settings of its sessions");
        refused.put(PGProperty.SERVICE.getName(), "would read host, database and user from a file");
        refused.put(PGProperty.QUERY_TIMEOUT.getName(), "contradicts statementTimeout");
        refused.put(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "would put stored values into messages");
        return refused;
    }

    /** Refuses a property that the driver does not know, that breaks a promise of this library, or that has a bad value. */
    public static void requireAllowed(String name, String value) {
        PGProperty property = known(name);
        String reason = REFUSED.get(name);
        if (reason != null) {
            throw new ConfigurationException("parameter " + name, reason);
        }
        if (property == PGProperty.TARGET_SERVER_TYPE && !PRIMARY.contains(value)) {
            throw new ConfigurationException(
                    "parameter " + name, "must be primary; a storage neither reads nor writes a standby");
        }
        String expected = violated(property, value);
        if (!expected.isEmpty()) {
            throw new ConfigurationException("parameter " + name, "must be " + expected);
        }
    }

    private static PGProperty known(String name) {
        PGProperty property = PGProperty.forName(name);
        if (property == null || !property.getName().equals(name)) {
            throw new ConfigurationException(
                    "parameter " + Quoted.text(name),
                    "is neither an option of this storage nor a property of the PostgreSQL driver; names are case-sensitive");
        }
        return property;
    }

    /** Returns what the value should have been, or nothing if it will do. */
    private static String violated(PGProperty property, String value) {
        String[] choices = property.getChoices();
        String byDefault = property.getDefaultValue();
        // requireAuth takes a list of its choices, which the driver checks itself.
        if (choices != null && property != PGProperty.REQUIRE_AUTH) {
            return Arrays.asList(choices).contains(value) ? "" : "one of " + String.join(", ", choices);
        }
        if ("true".equals(byDefault) || "false".equals(byDefault) || property == PGProperty.SSL) {
            return value.equals("true") || value.equals("false") ? "" : "true or false";
        }
        if (byDefault != null && WHOLE_NUMBER.matcher(byDefault).matches()) {
            return WHOLE_NUMBER.matcher(value).matches() && fitsAnInt(value) ? "" : "a whole number";
        }
        return "";
    }

    private static boolean fitsAnInt(String number) {
        long value = Long.parseLong(number);
        return value == (int) value;
    }

    /** Refuses properties that contradict the other options. */
    public static void requireCompatible(Map<String, String> given, boolean behindPooler, Duration statementTimeout) {
        String threshold = given.get(PGProperty.PREPARE_THRESHOLD.getName());
        if (behindPooler && threshold != null && !threshold.equals("0")) {
            throw new ConfigurationException("parameter prepareThreshold", "must be 0 with pooler=transaction");
        }
        String socketTimeout = given.get(PGProperty.SOCKET_TIMEOUT.getName());
        if (socketTimeout != null
                && !socketTimeout.equals("0")
                && Long.parseLong(socketTimeout) * 1000 <= statementTimeout.toMillis()) {
            throw new ConfigurationException("parameter socketTimeout", "must be longer than statementTimeout");
        }
    }

    /** Returns what the driver is given, user and password included. */
    public static Properties of(ServerOptions options, boolean forReads) {
        Properties properties = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds(options.connectTimeout()));
        // Bounds a host that accepts the connection and then says nothing.
        PGProperty.LOGIN_TIMEOUT.set(
                properties,
                seconds(options.connectTimeout().multipliedBy(options.hosts().size())));
        PGProperty.SOCKET_TIMEOUT.set(
                properties, seconds(options.session().statementTimeout().plus(ANSWER_MARGIN)));
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Behind a pooler the session's own setting decides what the driver takes for a primary; the session is asked
        // instead.
        if (options.hosts().size() > 1 || !options.behindPooler()) {
            PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
        }
        if (!options.driverProperties().containsKey(PGProperty.SSL.getName())) {
            PGProperty.SSL_MODE.set(properties, "prefer");
        }
        properties.putAll(options.driverProperties());
        if (options.behindPooler()) {
            PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        } else {
            PGProperty.OPTIONS.set(properties, startup(options.session(), forReads));
        }
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.APPLICATION_NAME.set(properties, options.applicationName());
        PGProperty.USER.set(properties, options.user());
        options.password().ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        return properties;
    }

    /** Returns settings that a connection has from its first moment, so that nothing is set for each operation. */
    private static String startup(SessionSettings settings, boolean forReads) {
        return "-c statement_timeout=" + settings.statementTimeout().toMillis()
                + " -c default_transaction_isolation="
                + (forReads ? "read\\ committed" : Dialect.POSTGRES.isolation())
                // Also for reads: the driver takes a server for a standby whose sessions are read-only.
                + " -c default_transaction_read_only=off -c default_transaction_deferrable=off -c lock_timeout=0"
                + " -c idle_session_timeout=0"
                + " -c idle_in_transaction_session_timeout=" + IDLE_IN_TRANSACTION.toMillis();
    }

    /** Returns the same settings as one round trip at the start of a transaction, gone at its end. */
    static String transactionSettings(SessionSettings settings) {
        return "SET LOCAL statement_timeout = " + settings.statementTimeout().toMillis()
                + "; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = "
                + IDLE_IN_TRANSACTION.toMillis();
    }

    static int loginSeconds(Properties properties) {
        String seconds = PGProperty.LOGIN_TIMEOUT.getOrDefault(properties);
        return seconds == null ? 0 : Integer.parseInt(seconds);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
