// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.postgres.server.PostgresServer;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StorageExtensionTest {

    private static final Map<String, String> TWO_AT_ONCE = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "2");

    @ParameterizedTest
    @EnumSource
    void testsOfAClass_haveOneDatabaseThatIsEmptiedAndThenRemoved(TestBackend backend) {
        assertThat(TestRun.on(backend, ClassSamples.class)).isEqualTo(new TestRun(3, List.of()));
        TestDatabase database = ClassSamples.DATABASES.get(0);
        assertThat(database.backend()).isEqualTo(backend);
        assertThat(database.fake().isPresent()).isEqualTo(backend == TestBackend.FAKE);
        assertThat(database.toString()).doesNotContain("://");
        assertRemoved(database);
    }

    private static void assertRemoved(TestDatabase database) {
        switch (database.backend()) {
            case FAKE -> assertThat(database.url()).startsWith("memory:storage-test-");
            case SQLITE ->
                assertThat(Path.of(database.url().substring("sqlite:".length())).getParent())
                        .doesNotExist();
            case POSTGRES -> {
                String name = database.url().replaceAll(".*/", "");
                assertThatThrownBy(() -> PostgresServer.shared().connect(name).close())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                gone -> assertThat(gone.getSQLState()).isEqualTo("3D000"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void testsAtTheSameTime_eachHaveADatabaseOfTheirOwn(TestBackend backend) {
        Map<String, String> parameters = new HashMap<>(TWO_AT_ONCE);
        parameters.put(TestBackend.PROPERTY, backend.name());
        assertThat(TestRun.of(ParallelSamples.class, parameters)).isEqualTo(new TestRun(2, List.of()));
    }

    @Test
    void testsAtTheSameTime_onOneDatabase_areRefused() {
        TestRun run = TestRun.of(SharedParallelSamples.class, TWO_AT_ONCE);
        assertThat(run.succeeded()).isOne();
        assertThat(run.failures())
                .singleElement()
                .satisfies(refused -> assertThat(refused)
                        .isInstanceOf(ExtensionConfigurationException.class)
                        .hasMessageContaining("have the StorageExtension in a field that is not static"));
    }

    @Test
    void classWithABackend_hasThatOneWithFaultsAndClock() {
        assertThat(TestRun.on(TestBackend.SQLITE, FakeSamples.class)).isEqualTo(new TestRun(3, List.of()));
    }

    @Test
    void property_withAnotherWord_isRefusedWithThoseThereAre() {
        TestRun run = TestRun.of(ClassSamples.class, Map.of(TestBackend.PROPERTY, "mysql"));
        assertThat(run.succeeded()).isZero();
        assertThat(run.failures())
                .singleElement()
                .satisfies(refused -> assertThat(refused)
                        .hasMessage("storage.test.backend is \"mysql\" and must be one of fake, sqlite, postgres"));
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE, storage-sqlite, storage-sqlite",
        "POSTGRES, storage-postgres, storage-postgres",
        "POSTGRES, storage-postgres-server, storage-postgres-server"
    })
    void backend_thatIsNotThere_isNamedByItsArtifact(String backend, String removed, String named) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(without(removed), ClassLoader.getPlatformClassLoader())) {
            Class<?> backends = loader.loadClass(TestBackend.class.getName());
            Method create = Arrays.stream(
                            loader.loadClass(Place.class.getName()).getDeclaredMethods())
                    .filter(method -> method.getName().equals("create"))
                    .findFirst()
                    .orElseThrow();
            create.setAccessible(true);
            Object wanted = backends.getMethod("valueOf", String.class).invoke(null, backend);
            assertThatThrownBy(() -> create.invoke(null, wanted, null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessage("storage.test.backend: " + backend + " needs dev.storageport:" + named
                            + " among the dependencies of the tests");
        }
    }

    private static URL[] without(String module) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/" + module + "(/target/classes|-[0-9][^/]*\\.jar)/?"))
                .map(StorageExtensionTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
