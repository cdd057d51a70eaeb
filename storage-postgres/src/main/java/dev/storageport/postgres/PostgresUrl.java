// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.port.NearestName;
import dev.storageport.port.Quoted;
import dev.storageport.port.StorageUrl;
import dev.storageport.postgres.internal.connection.DriverProperties;
import dev.storageport.postgres.internal.connection.ServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String PASSWORD_FILE = "passwordFile";
    private static final Set<String> CREDENTIALS = Set.of(USER, PASSWORD, PASSWORD_FILE);

    /** Options that are set by what stands before the question mark, or not by their names alone. */
    private static final List<String> ELSEWHERE = List.of("host", "port", "database", USER, PASSWORD, PASSWORD_FILE);

    private static final Pattern SHOWABLE = Pattern.compile("[\\p{L}\\p{N}_.$-]+");

    private final StorageUrl url;
    private final @Nullable String userInfo;
    private final String hosts;
    private final @Nullable String database;

    private PostgresUrl(StorageUrl url) {
        this.url = url;
        if (!new PostgresProvider().answersTo(url.scheme())) {
            throw new ConfigurationException("scheme " + url.scheme(), "is not one of PostgreSQL");
        }
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

    /** Returns the URL without its parameters and without what may be a password. */
    static String shown(StorageUrl url) {
        PostgresOptions options = parse(url);
        return "postgres://" + shown(options.user())
                + (options.password().isPresent() ? ":" + ServerOptions.HIDDEN : "") + "@"
                + options.server().addresses() + "/" + shown(options.database());
    }

    private static String shown(String name) {
        return SHOWABLE.matcher(name).matches() ? name : ServerOptions.HIDDEN;
    }

    private PostgresOptions options() {
        requireNoStrayPassword();
        String userInUrl = takeCredential(USER);
        PostgresOptions.Builder options = PostgresOptions.builder(user(userInUrl));
        addHosts(options);
        if (database != null) {
            options.database(StorageUrl.decode("database", database));
        }
        password(takeCredential(PASSWORD), options);
        settings().forEach((name, value) -> set(options, name, value));
        return options.build();
    }

    /** Returns what is neither a part of the address nor the proof of who asks, each by the name of its option. */
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(url.settings());
        ELSEWHERE.forEach(name -> {
            if (url.parameters().containsKey(name) && !CREDENTIALS.contains(name)) {
                throw new ConfigurationException("parameter " + name, "is a part of the URL before the question mark");
            }
            settings.remove(name);
        });
        String driverName = settings.remove("ApplicationName");
        if (driverName != null && settings.put("applicationName", driverName) != null) {
            throw new ConfigurationException("parameter applicationName", "contradicts ApplicationName");
        }
        if (settings.containsKey("ssl")
                && !url.parameters().containsKey("sslmode")
                && !url.beside().containsKey("sslmode")) {
            settings.remove("sslmode");
        }
        return settings;
    }

    private void set(PostgresOptions.Builder options, String name, String value) {
        if (PostgresOptionSet.ALL.option(name).isPresent()) {
            PostgresOptionSet.ALL.set(options, name, value);
        } else {
            requireKnown(name);
            DriverProperties.requireAllowedInUrl(name);
            options.driverProperty(name, value);
        }
    }

    private static void requireKnown(String name) {
        List<String> known = Stream.concat(PostgresOptionSet.ALL.names().stream(), DriverProperties.names())
                .toList();
        if (!known.contains(name)) {
            throw new ConfigurationException(
                    "parameter " + Quoted.text(name),
                    "is neither an option of this storage nor a property of the PostgreSQL driver; names are case-sensitive"
                            + NearestName.of(name, known)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse(""));
        }
    }

    /** Refuses an {@code @} where none can be: what stands before it may be a password with a reserved character. */
    private void requireNoStrayPassword() {
        boolean stray = database != null && (database.indexOf('/') >= 0 || database.indexOf('@') >= 0);
        if (userInfo == null) {
            for (Map.Entry<String, String> parameter : url.parameters().entrySet()) {
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

    private String user(@Nullable String parameter) {
        String inUrl = parameter;
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            inUrl = StorageUrl.decode(USER, colon < 0 ? userInfo : userInfo.substring(0, colon));
        }
        String beside = url.beside().get(USER);
        if (beside != null && inUrl != null && !beside.equals(inUrl)) {
            throw new ConfigurationException(USER, "contradicts the user in the URL");
        }
        String user = beside != null
                ? beside
                : inUrl != null ? inUrl : url.otherwise().get(USER);
        if (user == null) {
            throw new ConfigurationException(
                    USER, "is missing; expected " + url.scheme() + "://user:password@host/database");
        }
        return user;
    }

    /** Sets the password: what is given as such goes before the URL's, and that before what is found elsewhere. */
    private void password(@Nullable String parameter, PostgresOptions.Builder options) {
        if (!setPassword(url.beside(), options)) {
            int colon = userInfo == null ? -1 : userInfo.indexOf(':');
            String raw = userInfo == null || colon < 0 ? null : userInfo.substring(colon + 1);
            if (ServerOptions.HIDDEN.equals(raw)) {
                throw new ConfigurationException(
                        PASSWORD,
                        "is the mask of a URL that was shown; if it is the password, write its asterisks percent-encoded");
            }
            String inUrl = raw == null ? parameter : StorageUrl.decode(PASSWORD, raw);
            if (inUrl != null && url.parameters().containsKey(PASSWORD_FILE)) {
                throw new ConfigurationException("parameter " + PASSWORD_FILE, "contradicts the password of the URL");
            }
            if (inUrl != null) {
                options.password(inUrl);
            } else if (!setPassword(url.parameters(), options)) {
                setPassword(url.otherwise(), options);
            }
        }
    }

    /** Returns whether the place has a password or the file of one. */
    private static boolean setPassword(Map<String, String> place, PostgresOptions.Builder options) {
        for (String name : List.of(PASSWORD, PASSWORD_FILE)) {
            String text = place.get(name);
            if (text != null) {
                PostgresOptionSet.ALL.set(options, name, text);
                return true;
            }
        }
        return false;
    }

    private @Nullable String takeCredential(String name) {
        String value = url.parameters().get(name);
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

    /** Returns whether this is the name or address of a host and nothing else, as a part of a URL with a password would be. */
    static boolean isHost(String name) {
        return HOST_ALONE.matcher(name).matches();
    }
}
