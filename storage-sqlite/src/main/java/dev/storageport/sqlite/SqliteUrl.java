// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.ConfigurationException;
import dev.storageport.port.Quoted;
import dev.storageport.port.StorageUrl;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the body and the parameters of a SQLite URL. */
final class SqliteUrl {

    private static final String URL = "sqlite URL";
    private static final String MEMORY = ":memory:";
    private static final Pattern HOME = Pattern.compile("/?~(/|$)");
    private static final Pattern DRIVE = Pattern.compile("/?[A-Za-z]:[/\\\\]");
    private static final Pattern FOLDER = Pattern.compile("(^|/)\\.{0,2}$");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|)");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,11})(KiB|MiB|GiB|)");

    private SqliteUrl() {}

    static SqliteOptions options(StorageUrl url) {
        SqliteOptions.Builder options = place(url.body()).toBuilder();
        for (Map.Entry<String, String> parameter : url.parameters().entrySet()) {
            set(options, parameter.getKey(), parameter.getValue());
        }
        return options.build();
    }

    private static SqliteOptions place(String body) {
        if (body.equals(MEMORY)) {
            return SqliteOptions.memory();
        }
        return body.startsWith(MEMORY)
                ? SqliteOptions.memory(StorageUrl.decode(URL, body.substring(MEMORY.length())))
                : SqliteOptions.file(path(body));
    }

    private static Path path(String body) {
        String encoded = body;
        if (body.startsWith("//")) {
            require(body.startsWith("///"), "names a host; write sqlite:///absolute/path or sqlite:relative/path");
            encoded = body.substring(2);
        }
        require(encoded.equals(encoded.strip()), "begins or ends with a blank; write %20 if the file's name does");
        String text = StorageUrl.decode(URL, encoded);
        requireFile(text);
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new ConfigurationException(
                    URL,
                    "names a file that cannot be on this system, or that the locale of this JVM cannot express; for a name that is not"
                            + " ASCII start it with a UTF-8 locale, for instance LC_ALL=C.UTF-8",
                    invalid);
        }
    }

    /** Refuses what is a path and hardly the one that was meant: it would be created, and be empty, somewhere else. */
    private static void requireFile(String text) {
        require(!text.isEmpty(), "names no file; write sqlite:app.db or sqlite::memory:");
        require(
                !text.startsWith("file:") && !text.startsWith(":") && !text.startsWith("memory:"),
                "holds one of SQLite's own special names; write a path, or sqlite::memory:");
        require(
                !text.startsWith("/./") && !text.startsWith("/../"),
                "begins at the root folder, although it looks relative; write sqlite:app.db or sqlite:./app.db");
        require(
                !HOME.matcher(text).lookingAt(),
                "begins with a tilde, which only a shell replaces; write the home folder's path");
        require(
                !DRIVE.matcher(text).lookingAt() || File.separatorChar == '\\',
                "is a path of Windows, and this is another system");
        require(!FOLDER.matcher(text).find(), "names a folder; name a file in it, as in sqlite:folder/app.db");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new ConfigurationException(URL, problem);
        }
    }

    private static void set(SqliteOptions.Builder options, String name, String value) {
        switch (name) {
            case "busyTimeout" -> options.busyTimeout(duration(name, value));
            case "lockTimeout" -> options.lockTimeout(duration(name, value));
            case "poolTimeout" -> options.poolTimeout(duration(name, value));
            case "statementTimeout" -> options.statementTimeout(duration(name, value));
            case "readers" -> options.readers(count(name, value));
            case "streamTimeout" -> options.streamTimeout(duration(name, value));
            case "durability" -> options.durability(durability(name, value));
            case "logLimit" -> options.logLimit(bytes(name, value));
            case "reserve" -> options.reserve(bytes(name, value));
            default ->
                throw new ConfigurationException(
                        "parameter " + Quoted.text(name),
                        "is unknown; there are busyTimeout, lockTimeout, poolTimeout, statementTimeout, streamTimeout, readers,"
                                + " durability, logLimit, reserve");
        }
    }

    private static Duration duration(String name, String value) {
        Matcher parts = DURATION.matcher(value);
        if (!parts.matches()) {
            throw new ConfigurationException(
                    name, "must be a whole number of seconds, or one with ms, s, m or h, for instance 500ms");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private static int count(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new ConfigurationException(name, "must be a whole number", notANumber);
        }
    }

    private static long bytes(String name, String value) {
        Matcher parts = BYTES.matcher(value);
        if (!parts.matches()) {
            throw new ConfigurationException(
                    name, "must be a whole number of bytes, or one with KiB, MiB or GiB, for instance 64MiB");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "KiB" -> amount << 10;
            case "MiB" -> amount << 20;
            case "GiB" -> amount << 30;
            default -> amount;
        };
    }

    private static SqliteOptions.Durability durability(String name, String value) {
        for (SqliteOptions.Durability known : SqliteOptions.Durability.values()) {
            if (known.name().equalsIgnoreCase(value)) {
                return known;
            }
        }
        throw new ConfigurationException(name, "must be FULL or NORMAL");
    }
}
