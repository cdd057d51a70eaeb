// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.measure.JvmCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What figures depend on besides the programs. */
public final class Machine {

    private Machine() {}

    /**
     * Returns what is worth knowing of this machine, a line each.
     *
     * @param forced how many microseconds 8 KB written and forced to the disk take there
     */
    public static List<String> facts(Path folder, double forced) throws IOException {
        List<String> facts = new ArrayList<>();
        facts.add(DateTimeFormatter.ISO_LOCAL_DATE.format(Instant.now().atZone(ZoneOffset.UTC)));
        facts.add(String.format(
                Locale.ROOT,
                "%d processors (%s), %.0f GB of memory; database and callers share them",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                JvmCounters.memory() / 1e9));
        facts.add(String.format(
                Locale.ROOT,
                "%s %s; %s; 8 KB written and forced to the disk in %.0f us (median)",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Files.getFileStore(folder).type(),
                forced));
        facts.add(String.format(
                Locale.ROOT,
                "Java %s (%s), heap %.0f GB",
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().maxMemory() / 1e9));
        return facts;
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return System.getProperty("os.arch", "unknown");
        }
    }
}
