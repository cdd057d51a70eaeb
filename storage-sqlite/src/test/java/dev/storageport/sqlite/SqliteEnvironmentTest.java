// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageException;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opening where the machine, or the JVM's options, do not allow it: in processes of their own. */
final class SqliteEnvironmentTest {

    private record Note(int stars) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @TempDir
    Path directory;

    /** Opens a storage twice, because loading fails in another way the second time, and says how it went. */
    public static void main(String[] arguments) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Storage storage = Storage.open(arguments[0], NOTES)) {
                storage.collection(NOTES).put("a", new Note(1));
                System.out.println("opened");
            } catch (StorageException failed) {
                System.out.println(failed.getClass().getSimpleName() + ": " + failed.getMessage());
            }
        }
    }

    private List<String> run(Path folder, String locale, String url, String... jvmOptions) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(jvmOptions));
        line.addAll(List.of(SqliteEnvironmentTest.class.getName(), url));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().put("LC_ALL", locale);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(said).as("what the process says").hasSize(2);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> run(String url, String... jvmOptions) throws Exception {
        return run(directory, "C.UTF-8", url, jvmOptions);
    }

    private void assertNothingCreated() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("what was created").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-Dorg.sqlite.tmpdir=/proc/none, SQLite, -Dorg.sqlite.lib.path",
        "-Dorg.sqlite.tmpdir=/dev/null, SQLite, -Dorg.sqlite.tmpdir",
        "-DZstdTempFolder=/proc/none, zstd, -DZstdTempFolder",
        "-DZstdNativePath=/dev/null, zstd, -DZstdNativePath",
        "-Djava.io.tmpdir=/dev/null, zstd, -DZstdTempFolder",
        "-Dos.arch=quantum, zstd, -DZstdNativePath",
    })
    @Rule("CONF-7")
    void open_withoutANativeLibrary_saysWhichAndWhatToDo(String option, String library, String remedy)
            throws Exception {
        for (String said : run("sqlite:new/app.db", option)) {
            assertThat(said)
                    .startsWith("StorageFailureException: SQLite: open: " + library)
                    .contains(remedy)
                    .doesNotContain("/proc/none")
                    .doesNotContain("/dev/null");
        }
        assertNothingCreated();
    }

    @Test
    @Rule("CONF-6")
    void open_ofANameThatTheLocaleCannotExpress_saysSo() throws Exception {
        for (String said : run(directory, "C", "sqlite:%C3%A9.db")) {
            assertThat(said).startsWith("ConfigurationException: sqlite URL: ").contains("LC_ALL=C.UTF-8");
        }
        assertNothingCreated();
    }

    @Test
    @Rule("CONF-6")
    void open_inAFolderThatTheLocaleCannotExpress_saysSo() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("\u00e9\u00df"));
        for (String said : run(folder, "C", "sqlite:app.db")) {
            assertThat(said)
                    .startsWith("ConfigurationException: SQLite: open: ")
                    .contains("LC_ALL=C.UTF-8");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files).as("what is there").containsExactlyInAnyOrder(directory, folder);
        }
        assertThat(run(folder, "C.UTF-8", "sqlite:app.db")).containsOnly("opened");
        assertThat(folder.resolve("app.db")).exists();
    }

    @Test
    @Rule("CONF-6")
    void open_ofAFolder_saysSo() throws IOException {
        for (Runnable open : List.<Runnable>of(
                () -> Storage.open("sqlite:" + directory, NOTES),
                () -> SqliteStorage.open(directory, NOTES),
                () -> Storage.ddl("sqlite:" + directory, NOTES))) {
            assertThatThrownBy(open::run)
                    .isInstanceOf(StorageAccessException.class)
                    .hasMessageContainingAll(directory.toString(), "is a folder");
        }
        assertNothingCreated();
    }
}
