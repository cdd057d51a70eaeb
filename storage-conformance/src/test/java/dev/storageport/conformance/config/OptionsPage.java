// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.config;

import dev.storageport.StorageConfig;
import dev.storageport.port.Option;
import dev.storageport.port.Option.Preset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The page of all options, made from what the library and the backends say of them. */
final class OptionsPage {

    static final Path FILE = Path.of("../docs/options.md");

    private static final String HEAD = """
            # Options

            <!-- Made from the code by OptionsPage in storage-conformance; a test compares. -->

            Every option by its name: a parameter of the URL (`?poolSize=20`), a method of the backend's builder, `StorageConfig.builder().set("poolSize", "20")`,
            and a variable (`STORAGE_POOL_SIZE`). [Configuration](configuration.md) says in which order places are looked at.

            A duration is a whole number with `ms`, `s`, `m`, `h` or `d`, one of seconds without a unit, or ISO-8601 (`PT20S`); a size is a whole number of
            bytes, or one with `KiB`, `MiB` or `GiB`; names are in any case. Secrets are never shown, and may be in a file that `…_FILE` names.

            """;

    private OptionsPage() {}

    /** Writes the page; started from the folder of the module. */
    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, text(), StandardCharsets.UTF_8);
    }

    static String text() {
        return HEAD
                + section("Where the storage is", "For `StorageConfig` only.", StorageConfig.ownOptions())
                + section(
                        "The library",
                        "For every backend, by `StorageConfig` or `StorageOptions`; a URL has none of them. Clock, mapper and listeners are code.",
                        StorageConfig.libraryOptions())
                + section(
                        "SQLite",
                        "A database in memory takes `lockTimeout` and `statementTimeout` only.",
                        StorageConfig.backendOptions("sqlite"))
                + section(
                        "PostgreSQL",
                        "A URL may also have the properties of the JDBC driver that break no promise of the library, name no class and have no"
                                + " file written.",
                        StorageConfig.backendOptions("postgres"))
                + "`memory:` has no options.\n";
    }

    private static String section(String title, String words, List<Option<?>> options) {
        return "## " + title + "\n\n" + (words.isEmpty() ? "" : words + "\n\n")
                + "| option | variable | values | if not given | what it does |\n| --- | --- | --- | --- | --- |\n"
                + options.stream().map(OptionsPage::row).collect(Collectors.joining())
                + "\n";
    }

    private static String row(Option<?> option) {
        return "| `" + option.name() + "` | `STORAGE_" + option.environmentName() + "` | " + values(option) + " | "
                + byDefault(option) + " | " + option.description() + " |\n";
    }

    private static String values(Option<?> option) {
        String secret = option.isSecret() ? " (secret)" : "";
        return switch (option.kind()) {
                    case DURATION -> "a duration " + option.expected();
                    case SIZE -> "a size " + option.expected();
                    case NUMBER -> "a number " + option.expected();
                    case TRUTH, CHOICE, TEXT -> option.expected();
                }
                + secret;
    }

    private static String byDefault(Option<?> option) {
        return option.defaultText()
                + option.preset(Preset.PRODUCTION)
                        .map(value -> "; " + value + " in production")
                        .orElse("")
                + option.preset(Preset.DEVELOPMENT)
                        .map(value -> "; " + value + " in development")
                        .orElse("");
    }
}
