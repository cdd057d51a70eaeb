// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.NamedSettings.Given;
import dev.storageport.port.StorageUrl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes URLs of their parts. */
final class ComposedUrl {

    private static final Pattern HOST = Pattern.compile("[^\\s/?#@%\\\\]+");
    private static final Pattern WITH_PORT = Pattern.compile("\\[.*]:[0-9]+|[^:]+:[0-9]+");
    private static final String AS_THEY_ARE = "-._~/:";
    private static final String MEMORY = ":memory:";

    private ComposedUrl() {}

    /**
     * Returns the URL of servers.
     *
     * @param hosts one, or several with commas between them
     * @param port of those that have none of their own
     */
    static StorageUrl server(Given hosts, @Nullable Given port, @Nullable Given database) {
        if (!HOST.matcher(hosts.value()).matches()) {
            throw new ConfigurationException(hosts.place(), "is neither a name nor an address");
        }
        if (port != null && !port.value().matches("[0-9]{1,5}")) {
            throw new ConfigurationException(port.place(), "must be a whole number from 1 to 65535");
        }
        String authority = Arrays.stream(hosts.value().split(",", -1))
                .map(host -> authority(host, port))
                .collect(Collectors.joining(","));
        return StorageUrl.parse(
                "postgres://" + authority + "/" + (database == null ? "" : encoded(database.value(), "-._~")));
    }

    private static String authority(String host, @Nullable Given port) {
        if (WITH_PORT.matcher(host).matches()) {
            return host;
        }
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + (port == null ? "" : ":" + port.value());
    }

    /** Returns the URL of a file, or of a database in memory. */
    static StorageUrl file(String path) {
        if (path.startsWith(MEMORY)) {
            return StorageUrl.parse("sqlite:" + MEMORY + encoded(path.substring(MEMORY.length()), "-._~"));
        }
        // Two slashes at the beginning would be taken for those of a host.
        return StorageUrl.parse("sqlite:" + (path.startsWith("//") ? "//" : "") + encoded(path, AS_THEY_ARE));
    }

    private static String encoded(String text, String asTheyAre) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || asTheyAre.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return encoded.toString();
    }
}
