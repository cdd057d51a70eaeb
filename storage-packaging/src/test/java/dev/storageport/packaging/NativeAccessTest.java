// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.packaging.Artifacts.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which flag allows the native code, and what is said without it. */
final class NativeAccessTest {

    /** How the program is started, and the flag that allows each library its native code. */
    enum Start {
        CLASS_PATH("ALL-UNNAMED", "ALL-UNNAMED") {
            @Override
            List<String> line(String url) {
                return List.of(
                        "-cp",
                        Artifacts.path(Artifacts.program(Backend.SQLITE)),
                        "dev.storageport.packaging.Program",
                        url);
            }
        },
        MODULE_PATH("com.github.luben.zstd_jni", "org.xerial.sqlitejdbc") {
            @Override
            List<String> line(String url) {
                return List.of(
                        "-p",
                        Artifacts.path(Artifacts.program(Backend.SQLITE)),
                        "-m",
                        "dev.storageport.packaging/dev.storageport.packaging.Program",
                        url);
            }
        };

        private final String zstd;
        private final String sqlite;

        Start(String zstd, String sqlite) {
            this.zstd = zstd;
            this.sqlite = sqlite;
        }

        abstract List<String> line(String url);
    }

    private static final String REFUSED =
            ": StorageFailureException: SQLite: open: %s: this JVM allows it no native code;"
                    + " start the JVM with --enable-native-access=%s";

    @TempDir
    Path folder;

    /** Runs the program where native code is denied, as it can be from Java 24 on. */
    private List<String> run(Start start, String... allowed) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(allowed));
        if (canDeny()) {
            arguments.add("--illegal-native-access=deny");
        }
        arguments.addAll(start.line(Urls.SQLITE));
        return ChildJvm.ofTheTests(folder).run(arguments);
    }

    private static boolean canDeny() {
        return Runtime.version().feature() >= 24;
    }

    @ParameterizedTest
    @EnumSource
    void open_withTheFlag_works(Start start) throws Exception {
        Urls.assertWork(run(start, "--enable-native-access=" + start.zstd + "," + start.sqlite), "sqlite");
    }

    @ParameterizedTest
    @EnumSource
    void open_withoutTheFlag_namesItEachTime(Start start) throws Exception {
        List<String> said = run(start);
        if (!canDeny()) { // what Java 17 cannot be asked for, it must do
            Urls.assertWork(said, "sqlite");
            return;
        }
        assertThat(said)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).endsWith(REFUSED.formatted("zstd (zstd-jni)", start.zstd)));
        assertNothingCreated();
    }

    @ParameterizedTest
    @EnumSource(names = "MODULE_PATH")
    void open_withTheFlagForOneLibrary_namesTheOther(Start start) throws Exception {
        List<String> said = run(start, "--enable-native-access=" + start.zstd);
        if (!canDeny()) {
            Urls.assertWork(said, "sqlite");
            return;
        }
        assertThat(said)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).endsWith(REFUSED.formatted("SQLite (sqlite-jdbc)", start.sqlite)));
        assertNothingCreated();
    }

    private void assertNothingCreated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
