// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one place says of options: a map such as {@code System.getenv()}, or a function from names to values. A name there is a prefix and
 * the option's name, of which case, hyphens, underscores and dots do not matter in a map.
 */
final class NamedSettings {

    /**
     * A value and where it stands.
     *
     * @param place the name it was given by, for messages
     * @param value may be a secret
     */
    record Given(String place, String value) {}

    /** What Kubernetes tells each container of a service that happens to be called like the prefix. */
    private static final Pattern SERVICE_LINK = Pattern.compile("SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_.*");

    private static final Pattern LINKED_PORT = Pattern.compile("(tcp|udp|sctp)://.*");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** How the images of PostgreSQL call the parts of an address; what else begins with their prefix is for the image. */
    private static final Map<String, String> OF_SERVER = Map.of(
            "host", "POSTGRES_HOST",
            "port", "POSTGRES_PORT",
            "database", "POSTGRES_DB",
            "user", "POSTGRES_USER",
            "password", "POSTGRES_PASSWORD",
            "passwordFile", "POSTGRES_PASSWORD_FILE");

    private static final Map<String, String> OF_DATABASE =
            Map.of("url", "DATABASE_URL", "urlFile", "DATABASE_URL_FILE");

    private final String prefix;
    private final Map<String, Given> byFoldedName;
    private final Function<String, @Nullable String> values;
    private final Function<String, List<String>> keys;

    private NamedSettings(
            String prefix,
            Map<String, Given> byFoldedName,
            Function<String, @Nullable String> values,
            Function<String, List<String>> keys) {
        this.prefix = prefix;
        this.byFoldedName = byFoldedName;
        this.values = values;
        this.keys = keys;
    }

    /** Takes what begins with the prefix, all of which has to be known. */
    static NamedSettings of(String prefix, Map<String, String> map) {
        Map<String, Given> found = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (!name.isEmpty() && !isServiceLink(name, value)) {
                Given twice = found.put(NearestName.folded(name), new Given(key, value));
                if (twice != null) {
                    throw new ConfigurationException(key, "is the same option as " + twice.place());
                }
            }
        });
        return new NamedSettings(prefix, found, map::get, option -> List.of());
    }

    /** Asks for names as they are needed, so that nobody can tell which others there are. */
    static NamedSettings of(String prefix, Function<String, @Nullable String> values) {
        return new NamedSettings(prefix, Map.of(), values, option -> keys(prefix, option));
    }

    /** Returns what the same place says of a server by the names that its images take. */
    NamedSettings ofServer() {
        return verbatim(OF_SERVER);
    }

    /** Returns what the same place says by the name that platforms give to a database. */
    NamedSettings ofDatabase() {
        return verbatim(OF_DATABASE);
    }

    private NamedSettings verbatim(Map<String, String> names) {
        return new NamedSettings(
                "", Map.of(), values, option -> names.containsKey(option) ? List.of(names.get(option)) : List.of());
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("PORT") && LINKED_PORT.matcher(value).matches());
    }

    /** Returns what is said of the option; {@code null} if nothing is. */
    @Nullable
    Given find(String option) {
        Given found = byFoldedName.get(NearestName.folded(option));
        if (found != null) {
            return found;
        }
        for (String key : keys.apply(option)) {
            String value = values.apply(key);
            if (value != null && !isServiceLink(key, value)) {
                return new Given(key, value);
            }
        }
        return null;
    }

    String prefix() {
        return prefix;
    }

    /** Returns what is in the map by other names than these, which are folded. */
    Map<String, Given> unknown(Set<String> known) {
        Map<String, Given> unknown = new LinkedHashMap<>(byFoldedName);
        unknown.keySet().removeAll(known);
        return unknown;
    }

    /** Returns the option's name as this place would write it. */
    String shown(String option) {
        return keys(prefix, option).get(0);
    }

    /** As environment variables are written, unless the prefix shows that this is something else. */
    private static List<String> keys(String prefix, String option) {
        String snake = HUMP.matcher(option).replaceAll("_");
        if (prefix.isEmpty()) {
            return List.of(option);
        }
        return prefix.equals(prefix.toUpperCase(Locale.ROOT))
                ? List.of(prefix + snake.toUpperCase(Locale.ROOT))
                : List.of(prefix + snake.toLowerCase(Locale.ROOT).replace('_', '-'), prefix + option);
    }
}
