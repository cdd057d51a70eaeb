// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.ConfigurationException;
import dev.storageport.port.StorageUrl;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads the body and the parameters of a SQLite URL. */
final class SqliteUrl {

    private static final String URL = "sqlite URL";
    private static final String MEMORY = ":memory:";
    private static final Pattern HOME = Pattern.compile("/?~([^/]*/|$)");
    private static final Pattern DRIVE = Pattern.compile("/?[A-Za-z]:[/\\\\]");
    private static final Pattern FOLDER = Pattern.compile("(^|/)\\.{0,2}$");

    private SqliteUrl() {}

    /** Returns the URL without its parameters, none of which is a secret. */
    static String shown(StorageUrl url) {
        SqliteOptions options = options(url);
        return url.scheme() + ":"
                + options.file()
                        .map(Path::toString)
                        .orElseGet(() -> MEMORY + options.memoryName().orElse(""));
    }

    static SqliteOptions options(StorageUrl url) {
        SqliteOptions.Builder options = place(url.body()).toBuilder();
        url.settings().forEach((name, value) -> SqliteOptionSet.ALL.set(options, name, value));
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
                "begins with a tilde, which only a shell replaces; write the home folder's path, or sqlite:./~ for a folder of that name");
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
}
