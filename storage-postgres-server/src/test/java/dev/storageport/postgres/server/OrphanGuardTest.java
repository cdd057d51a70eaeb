// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrphanGuardTest {
    @Test
    void jvm_killedWithItsServerRunning_leavesNoServerAndNoFolder() throws Exception {
        Process jvm = PostgresBinariesTest.otherJvm(Serving.class, "");
        Path folder;
        ProcessHandle server;
        try (BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8))) {
            folder = Path.of(output.readLine());
            server = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        } finally {
            jvm.destroyForcibly();
        }

        server.onExit().get(30, TimeUnit.SECONDS);
        assertThat(server.isAlive()).isFalse();
        awaitGone(folder);
    }

    private static void awaitGone(Path folder) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (folder.toFile().exists()) {
            assertThat(System.nanoTime()).as("time to delete " + folder).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** What the other JVM runs, until it is killed. */
    static final class Serving {
        private Serving() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            PostgresServer server = PostgresServer.start();
            System.out.println(server.dataFolder().root());
            System.out.println(Files.readAllLines(server.dataFolder().pidFile()).get(0));
            Thread.currentThread().join();
        }
    }
}
