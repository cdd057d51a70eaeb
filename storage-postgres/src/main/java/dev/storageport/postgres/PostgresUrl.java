// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.port.StorageUrl;
import dev.storageport.postgres.internal.connection.DriverProperties;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a storage URL. No message repeats a part of the URL other than the name of a parameter: a reserved character left in a
 * password moves the borders between the parts, so any of them may be a piece of the password.
 *
 * <pre>
 * //user:password@host1:5432,[::1]:5433/database
 *   |    |       |                     |
 *   |    |       the last @            the first / after //
 *   |    the first :
 * </pre>
 */
final class PostgresUrl {

    private static final String ENCODE =
            "; in a user name, password or database write %40 for @, %2F for /, %3F for ?, %25 for %";
    private static final String ADDRESS = "[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._-]+)?";
    private static final String NAME = "[^\\s\\[\\]:,/@%\\\\]+";
    private static final Pattern HOST = Pattern.compile("(?:\\[(" + ADDRESS + ")]|(" + NAME + "))(?::([0-9]{1,5}))?");
    private static final Pattern HOST_ALONE = Pattern.compile(ADDRESS + "|" + NAME);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|)");

    private final StorageUrl url;
    private final Map<String, String> parameters;
    private final @Nullable String userInfo;
    private final String hosts;
    private final @Nullable String database;

    private PostgresUrl(StorageUrl url) {
        this.url = url;
        this.parameters = new HashMap<>(url.parameters());
        if (!url.body().startsWith("//")) {
            throw new ConfigurationException("storage URL", "must begin with " + url.scheme() + "://");
        }
        String rest = url.body().substring(2);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        userInfo = at < 0 ? null : authority.substring(0, at);
        hosts = authority.substring(at + 1);
        database = slash < 0 || slash == rest.length() - 1 ? null : rest.substring(slash + 1);
    }

    static PostgresOptions parse(StorageUrl url) {
        return new PostgresUrl(url).options();
    }

    private PostgresOptions options() {
        requireNoStrayPassword();
        PostgresOptions.Builder options = PostgresOptions.builder(user());
        addHosts(options);
        password(options);
        if (database != null) {
            options.database(StorageUrl.decode("database", database));
        }
        options.settings(settings());
        pool(options);
        parameters.forEach((name, value) -> {
            DriverProperties.requireAllowedInUrl(name);
            options.driverProperty(name, value);
        });
        return options.build();
    }

    /** Refuses an {@code @} where none can be: what stands before it may be a password with a reserved character. */
    private void requireNoStrayPassword() {
        boolean stray = database != null && (database.indexOf('/') >= 0 || database.indexOf('@') >= 0);
        if (userInfo == null) {
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                stray |= parameter.getKey().indexOf('@') >= 0;
                stray |= parameter.getValue().indexOf('@') >= 0 && !isSecret(parameter.getKey());
            }
        }
        if (stray) {
            throw new ConfigurationException("storage URL", "has a reserved character in an unexpected place" + ENCODE);
        }
    }

    private static boolean isSecret(String parameter) {
        return parameter.equals("user") || parameter.equals("password") || parameter.equals("sslpassword");
    }

    private String user() {
        String inQuery = takeCredential("user");
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            return StorageUrl.decode("user", colon < 0 ? userInfo : userInfo.substring(0, colon));
        }
        if (inQuery == null) {
            throw new ConfigurationException(
                    "user", "is missing; expected " + url.scheme() + "://user:password@host/database");
        }
        return inQuery;
    }

    private void password(PostgresOptions.Builder options) {
        Optional<String> password = password();
        password.ifPresent(options::password);
        String file = parameters.remove("passwordFile");
        if (file != null && password.isPresent()) {
            throw new ConfigurationException("parameter passwordFile", "contradicts the password of the URL");
        }
        if (file != null) {
            options.passwordFile(file(file));
        }
    }

    private static Path file(String name) {
        if (name.isEmpty()) {
            throw new ConfigurationException("parameter passwordFile", "names no file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException noPath) {
            throw new ConfigurationException("parameter passwordFile", "is not the name of a file");
        }
    }

    private Optional<String> password() {
        String inQuery = takeCredential("password");
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        return userInfo == null || colon < 0
                ? Optional.ofNullable(inQuery)
                : Optional.of(StorageUrl.decode("password", userInfo.substring(colon + 1)));
    }

    private @Nullable String takeCredential(String name) {
        String value = parameters.remove(name);
        if (value != null && userInfo != null) {
            throw new ConfigurationException("parameter " + name, "contradicts what stands before the @");
        }
        if (value != null && !url.scheme().startsWith("jdbc:")) {
            throw new ConfigurationException("parameter " + name, "belongs before the host: user:password@host");
        }
        return value;
    }

    private void addHosts(PostgresOptions.Builder options) {
        for (String host : hosts.split(",", -1)) {
            Matcher form = HOST.matcher(host);
            if (!form.matches()) {
                throw new ConfigurationException(
                        "host",
                        "is missing or not of the form name:port, 192.0.2.1:port or [2001:db8::1]:port" + ENCODE);
            }
            String name = form.group(1) == null ? form.group(2) : form.group(1);
            String port = form.group(3);
            options.alternative(name, port == null ? PostgresOptions.DEFAULT_PORT : Integer.parseInt(port));
        }
    }

    private PostgresSettings settings() {
        PostgresSettings byDefault = PostgresSettings.defaults();
        String schema = parameters.remove("schema");
        return PostgresSettings.builder()
                .schema(schema == null ? byDefault.schema() : schema)
                .statementTimeout(duration("statementTimeout", byDefault.statementTimeout()))
                .openAttempts(whole("openAttempts", byDefault.openAttempts()))
                .openPause(duration("openPause", byDefault.openPause()))
                .combiningLanes(whole("combiningLanes", byDefault.combiningLanes()))
                .durability(durability(byDefault.durability()))
                .build();
    }

    private PostgresDurability durability(PostgresDurability byDefault) {
        String value = parameters.remove("durability");
        if (value == null) {
            return byDefault;
        }
        for (PostgresDurability durability : PostgresDurability.values()) {
            if (durability.inUrl().equals(value)) {
                return durability;
            }
        }
        throw new ConfigurationException(
                "parameter durability",
                "must be one of "
                        + Arrays.stream(PostgresDurability.values())
                                .map(PostgresDurability::inUrl)
                                .collect(Collectors.joining(", ")));
    }

    private void pool(PostgresOptions.Builder options) {
        options.poolSize(whole("poolSize", options.poolSize));
        options.poolTimeout(duration("poolTimeout", options.poolTimeout));
        options.connectTimeout(duration("connectTimeout", options.connectTimeout));
        options.outageTimeout(duration("outageTimeout", options.outageTimeout));
        String pooler = parameters.remove("pooler");
        if (pooler != null) {
            options.pooler(pooler(pooler));
        }
        String name = parameters.remove("applicationName");
        String driverName = parameters.remove("ApplicationName");
        if (name != null && driverName != null) {
            throw new ConfigurationException("parameter applicationName", "contradicts ApplicationName");
        }
        if (name != null || driverName != null) {
            options.applicationName(name != null ? name : String.valueOf(driverName));
        }
    }

    private static PostgresPooler pooler(String value) {
        return switch (value) {
            case "none" -> PostgresPooler.NONE;
            case "transaction" -> PostgresPooler.TRANSACTION;
            default -> throw new ConfigurationException("parameter pooler", "must be none or transaction");
        };
    }

    private int whole(String name, int byDefault) {
        String value = parameters.remove(name);
        if (value == null) {
            return byDefault;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new ConfigurationException("parameter " + name, "must be a whole number");
        }
        return Integer.parseInt(value);
    }

    private Duration duration(String name, Duration byDefault) {
        String value = parameters.remove(name);
        if (value == null) {
            return byDefault;
        }
        Matcher form = DURATION.matcher(value);
        if (!form.matches()) {
            throw new ConfigurationException(
                    "parameter " + name, "must be seconds, or a number with ms, s, m or h, for instance 500ms");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** Returns whether this is the name or address of a host and nothing else, as a part of a URL with a password would be. */
    static boolean isHost(String name) {
        return HOST_ALONE.matcher(name).matches();
    }
}
