// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.failover;

import dev.storageport.benchmarks.disk.DiskSync;
import dev.storageport.benchmarks.failover.FailoverRun.Figures;
import dev.storageport.benchmarks.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How long an open storage is without a primary when its standby is promoted at once, and what becomes of the writes that are under way:
 * with a standby that each commit waits for, and with one that follows 50 ms behind and is not waited for. Eight threads put small
 * documents as fast as they can. Ends with another status than 0 if an acknowledged write is lost that should not be.
 *
 * <p>Arguments: an empty directory on the disk whose figure is printed, and how often each is run (10).
 */
public final class Failover {

    private static final Duration BEHIND = Duration.ofMillis(50);

    private Failover() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Machine.facts(directory, DiskSync.median(directory)).forEach(System.out::println);
        int lost = report("the primary waits for the standby", runs, true, Duration.ZERO);
        report("it waits for nobody, and the standby is " + BEHIND.toMillis() + " ms behind", runs, false, BEHIND);
        if (lost > 0) {
            System.err.println(lost + " acknowledged writes are lost");
            System.exit(1);
        }
    }

    private static int report(String title, int runs, boolean synchronous, Duration delay)
            throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%n%s%n| run | writes/s before | promotion ms | kill to first write ms | order to promote to first write ms |"
                        + " acknowledged | lost | unknown (stored) | failed |%n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |%n",
                title);
        List<Figures> all = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            Figures seen = FailoverRun.of(synchronous, delay);
            all.add(seen);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.0f | %.0f | %.0f | %.0f | %d | %d | %d (%d) | %d |%n",
                    run,
                    seen.writesPerSecond(),
                    seen.promotionMillis(),
                    seen.fromKillMillis(),
                    seen.fromPromotionMillis(),
                    seen.acknowledged(),
                    seen.lost(),
                    seen.unknown(),
                    seen.unknownStored(),
                    seen.failed());
        }
        int lost = all.stream().mapToInt(Figures::lost).sum();
        System.out.printf(
                Locale.ROOT,
                "median (longest): promotion %.0f (%.0f) ms, from the kill %.0f (%.0f) ms, from the order %.0f (%.0f) ms;"
                        + " lost %d of %d acknowledged, a run %.0f (%.0f)%n",
                median(all, Figures::promotionMillis),
                longest(all, Figures::promotionMillis),
                median(all, Figures::fromKillMillis),
                longest(all, Figures::fromKillMillis),
                median(all, Figures::fromPromotionMillis),
                longest(all, Figures::fromPromotionMillis),
                lost,
                all.stream().mapToInt(Figures::acknowledged).sum(),
                median(all, Figures::lost),
                longest(all, Figures::lost));
        return lost;
    }

    private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double longest(List<Figures> all, ToDoubleFunction<Figures> figure) {
        return all.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}
