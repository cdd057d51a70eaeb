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

    /** An even number; more with {@code -DargLine=-Dstorage.sqlite.kills=50}, which takes a minute or two. */
    private static final int SHARED_KILLS = Integer.getInteger("storage.sqlite.kills", 6);

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

    /** Two processes at a time; in each a second copy of the library tries to open the file all the while. */
    @Test
    @Rule({"DUR-1", "LIFE-12"})
    void twoProcesses_killedInTurn_keepAllAndLetNoOtherCopyIn() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the kills: " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path file = directory.resolve("shared.db");
        List<String> said = new ArrayList<>();
        for (int kills = 0; kills < SHARED_KILLS; kills += 2) {
            try (ChildProcess first = shared(file);
                    ChildProcess second = shared(file)) {
                for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
                    said.add(first.line());
                    said.add(second.line());
                }
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(3)));
                said.addAll(first.kill());
                for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
                    said.add(second.line()); // goes on with what the other has left
                }
                said.addAll(second.kill());
            }
            KilledWriters.check(file, said);
        }
        long refused = said.stream().filter("refused"::equals).count();
        assertThat(said).doesNotContain("opened").contains("refused");
        System.out.println(
                "lines said before " + SHARED_KILLS + " kills: " + said.size() + ", other copies refused: " + refused);
    }

    private static ChildProcess shared(Path file) throws Exception {
        ChildProcess process = new ChildProcess("shared", file, "-XX:+UseSerialGC", "-Xshare:auto");
        assertThat(process.line()).isEqualTo("ready");
        return process;
    }
}
