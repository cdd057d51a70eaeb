// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.port.Quoted;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/**
 * The connection properties of the JDBC driver: which of them an application may set, and all that a connection is opened with.
 * The driver ignores names it does not know, even a misspelt {@code sslmode}; here they are refused. They are known by their names and
 * not by the constants of the driver, of which older ones lack some.
 */
public final class DriverProperties {

    private static final String IN_URL = "is part of the storage's own options; give it there";
    private static final String TRANSACTIONS = "would change how transactions of this library end";
    private static final String VALUES = "would change how this library's values reach the server";

    /** Properties that an application cannot set, each with the reason. */
    private static final Map<String, String> REFUSED = refused();

    /** Properties that name classes, what these are given, how they are loaded, and files that are written. */
    private static final Set<String> OF_CODE_ONLY = Set.of(
            "authenticationPluginClassName",
            "classLoaderStrategy",
            "connectExecutor",
            "connectExecutorArg",
            "loggerFile",
            "loggerLevel",
            "socketFactory",
            "socketFactoryArg",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslpasswordcallback",
            "xmlFactoryFactory");

    private static final Set<String> PRIMARY = Set.of("primary", "master");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,10}");

    /** How much longer the driver waits for an answer than the server may work on it. */
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(10);

    /** After this time the server ends a transaction whose owner does nothing, so that it holds no snapshot for ever. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(10);

    private DriverProperties() {}

    private static Map<String, String> refused() {
        Map<String, String> refused = new HashMap<>();
        for (String own :
                List.of("user", "password", "PGHOST", "PGPORT", "PGDBNAME", "connectTimeout", "ApplicationName")) {
            refused.put(own, IN_URL);
        }
        for (String transactions : List.of("autosave", "cleanupSavepoints", "readOnly", "readOnlyMode")) {
            refused.put(transactions, TRANSACTIONS);
        }
        for (String values : List.of(
                "stringtype",
                "preferQueryMode",
                "convertBooleanToNumeric",
                "allowEncodingChanges",
                "replication",
                "defaultRowFetchSize")) {
            refused.put(values, VALUES);
        }
        refused.put("reWriteBatchedInserts", "has no effect here; batches are one statement already");
        refused.put("reWriteBatchedInsertsSize", "has no effect here");
        refused.put("currentSchema", "has no effect here; every name is qualified, use schema");
        refused.put("options", "is used by this library for the settings of its sessions");
        refused.put("service", "would read host, database and user from a file");
        refused.put("queryTimeout", "contradicts statementTimeout");
        for (String choice : List.of("hostRecheckSeconds", "loadBalanceHosts")) {
            refused.put(choice, "has no effect here; of several hosts the primary is found anew whenever it is lost");
        }
        refused.put("logServerErrorDetail", "would put stored values into messages");
        return refused;
    }

    /**
     * Refuses a property that has the driver load a class or write a file: whoever may name a database may not run code or write where
     * they like. The application's own code may, by {@code PostgresOptions.Builder.driverProperty}.
     */
    public static void requireAllowedInUrl(String name) {
        if (OF_CODE_ONLY.contains(name)) {
            throw new ConfigurationException(
                    "parameter " + name,
                    "has the driver load a class or write a file, which a URL may not; set it with"
                            + " PostgresOptions.Builder.driverProperty");
        }
    }

    /** Refuses a property that the driver does not know, that breaks a promise of this library, or that has a bad value. */
    public static void requireAllowed(String name, String value) {
        PGProperty property = known(name);
        String reason = REFUSED.get(name);
        if (reason != null) {
            throw new ConfigurationException("parameter " + name, reason);
        }
        if (name.equals("targetServerType") && !PRIMARY.contains(value)) {
            throw new ConfigurationException(
                    "parameter " + name, "must be primary; reads go to a standby by readPreference");
        }
        String expected = violated(property, value);
        if (!expected.isEmpty()) {
            throw new ConfigurationException("parameter " + name, "must be " + expected);
        }
    }

    /** Returns the names of all properties that the driver knows. */
    public static Stream<String> names() {
        return Arrays.stream(PGProperty.values()).map(PGProperty::getName);
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
        if (choices != null && !property.getName().equals("requireAuth")) {
            return Arrays.asList(choices).contains(value) ? "" : "one of " + String.join(", ", choices);
        }
        if ("true".equals(byDefault)
                || "false".equals(byDefault)
                || property.getName().equals("ssl")) {
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
        String threshold = given.get("prepareThreshold");
        if (behindPooler && threshold != null && !threshold.equals("0")) {
            throw new ConfigurationException("parameter prepareThreshold", "must be 0 with pooler=transaction");
        }
        String socketTimeout = given.get("socketTimeout");
        if (socketTimeout != null
                && !socketTimeout.equals("0")
                && Long.parseLong(socketTimeout) * 1000 <= statementTimeout.toMillis()) {
            throw new ConfigurationException("parameter socketTimeout", "must be longer than statementTimeout");
        }
    }

    /** Returns what the driver is given for each session, but for the password, which may be another for the next one. */
    public static Properties of(ServerOptions options, boolean forReads) {
        Properties properties = new Properties();
        set(properties, "connectTimeout", seconds(options.connectTimeout()));
        // Bounds a host that accepts the connection and then says nothing.
        set(properties, "loginTimeout", seconds(options.connectTimeout()));
        set(
                properties,
                "socketTimeout",
                seconds(options.session().statementTimeout().plus(ANSWER_MARGIN)));
        set(properties, "tcpKeepAlive", true);
        // Behind a pooler the session's own setting decides what the driver takes for a primary; the session is asked
        // instead.
        if (!options.behindPooler()) {
            set(properties, "targetServerType", "primary");
        }
        if (!options.driverProperties().containsKey("ssl")) {
            set(properties, "sslmode", "prefer");
        }
        properties.putAll(options.driverProperties());
        if (options.behindPooler()) {
            set(properties, "prepareThreshold", 0);
        } else {
            set(properties, "options", startup(options.session(), forReads));
        }
        set(properties, "logServerErrorDetail", false);
        set(properties, "ApplicationName", options.applicationName());
        set(properties, "user", options.user());
        return properties;
    }

    private static void set(Properties properties, String name, Object value) {
        properties.setProperty(name, value.toString());
    }

    /** Returns settings that a connection has from its first moment, so that nothing is set for each operation. */
    private static String startup(SessionSettings settings, boolean forReads) {
        return "-c statement_timeout=" + settings.statementTimeout().toMillis()
                + " -c default_transaction_isolation="
                + (forReads ? "read\\ committed" : "serializable")
                // Also for reads: the driver takes a server for a standby whose sessions are read-only.
                + " -c default_transaction_read_only=off -c default_transaction_deferrable=off -c lock_timeout=0"
                + " -c idle_session_timeout=0"
                + " -c idle_in_transaction_session_timeout=" + IDLE_IN_TRANSACTION.toMillis()
                + tuning(settings, " -c %s=%s");
    }

    /** Returns the same settings as one round trip at the start of a transaction, gone at its end. */
    static String transactionSettings(SessionSettings settings) {
        return "SET LOCAL statement_timeout = " + settings.statementTimeout().toMillis()
                + "; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = "
                + IDLE_IN_TRANSACTION.toMillis() + tuning(settings, "; SET LOCAL %s = '%s'");
    }

    /** Returns the settings that the application chose, each in a form that takes its name and its value. */
    private static String tuning(SessionSettings settings, String form) {
        return settings.tuning().entrySet().stream()
                .map(setting -> String.format(Locale.ROOT, form, setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
    }

    static int loginSeconds(Properties properties) {
        return Integer.parseInt(properties.getProperty("loginTimeout", "0"));
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
