// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An image made by jlink may lack the module of JDK Flight Recorder. */
class WithoutFlightRecorderTest {

    /** A document. */
    record Note(String text) {}

    /** Runs in a JVM without the module. */
    static final class Program {

        private static final CollectionSpec<Note> NOTES =
                CollectionSpec.of("notes", Note.class).build();

        private Program() {}

        public static void main(String[] arguments) {
            try (Storage storage = Storage.open("memory:", NOTES)) {
                storage.collection(NOTES).put("a", new Note("text"));
                storage.transactWithoutResult(open -> open.collection(NOTES).get("a"));
                System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent() + " "
                        + storage.collection(NOTES).count());
            }
        }
    }

    @Test
    void storage_withoutTheModule_works() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--limit-modules",
                        "java.sql,java.management,jdk.unsupported",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.trim()).endsWith("false 1");
    }
}
