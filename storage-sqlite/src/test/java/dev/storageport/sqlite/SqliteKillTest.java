// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while many of their threads write. */
final class SqliteKillTest {

    private static final int KILLS = 50;
    private static final int FILES = 2;
    private static final int MOST_LINES = 400;

    @TempDir
    Path directory;

    @Test
    @Rule("DUR-1")
    void writers_killedAtFiftyRandomMoments_keepAllThatWasAcknowledgedAndNothingByHalves() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the kills: " + seed);
        List<FutureTask<Integer>> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            Path file = directory.resolve("app" + i + ".db");
            SplittableRandom random = new SplittableRandom(seed + i);
            FutureTask<Integer> task = new FutureTask<>(() -> killAgainAndAgain(file, random));
            files.add(task);
            new Thread(task).start();
        }
        int acknowledged = 0;
        for (FutureTask<Integer> file : files) {
            acknowledged += file.get(5, TimeUnit.MINUTES);
        }
        assertThat(acknowledged).isPositive();
        System.out.println("writes acknowledged before " + KILLS + " kills: " + acknowledged);
    }

    private static int killAgainAndAgain(Path file, SplittableRandom random) throws Exception {
        List<String> said = new ArrayList<>();
        for (int kill = 0; kill < KILLS / FILES; kill++) {
            try (ChildProcess process = new ChildProcess("busy", file, "-XX:+UseSerialGC", "-Xshare:auto")) {
                assertThat(process.line()).isEqualTo("ready");
                int lines = random.nextInt(MOST_LINES);
                for (int i = 0; i < lines; i++) {
                    said.add(process.line());
                }
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(3)));
                said.addAll(process.kill());
            }
            KilledWriters.check(file, said);
        }
        return said.size();
    }
}
