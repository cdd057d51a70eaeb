// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {

    @ParameterizedTest
    @CsvSource({
        "memory:, storage-fake",
        "sqlite:app.db, storage-sqlite",
        "jdbc:sqlite:app.db, storage-sqlite",
        "POSTGRES://h/d, storage-postgres",
        "postgresql://h/d, storage-postgres",
        "jdbc:postgresql://h/d, storage-postgres"
    })
    void knownScheme_withoutItsModule_namesTheArtifact(String url, String artifact) {
        assertThatThrownBy(() -> Storage.open(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dev.storageport:" + artifact);
    }

    @Test
    void unknownScheme_isNamed() {
        assertThatThrownBy(() -> Storage.open("mysql://root:s3cret@host/postgres"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("scheme mysql")
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app.db", "//u:s3cret@h/d", "s3cret@host:5432/d", ":x", "jdbc:s3 cret:x", "5:s3cret"})
    void urlWithoutScheme_isRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> Storage.open(url))
                .isInstanceOf(ConfigurationException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3");
    }

    /** Tells by its refusal that it was asked; no test needs more of a backend. */
    public static final class TestingProvider implements StorageProvider {

        /** Called by {@link java.util.ServiceLoader}. */
        public TestingProvider() {}

        @Override
        public Set<String> schemes() {
            return Set.of("testing", "incomplete");
        }

        @Override
        public StoragePort port(StorageUrl url) {
            if (url.scheme().equals("incomplete")) {
                throw new NoClassDefFoundError("org/example/Driver");
            }
            throw new ConfigurationException("testing provider", "was asked");
        }
    }

    /** Another provider, which only a context class loader sees. */
    public static final class BeyondProvider implements StorageProvider {

        /** Called by {@link java.util.ServiceLoader}. */
        public BeyondProvider() {}

        @Override
        public Set<String> schemes() {
            return Set.of("beyond");
        }

        @Override
        public StoragePort port(StorageUrl url) {
            throw new ConfigurationException("beyond provider", "was asked");
        }
    }

    /** A provider that cannot be created. */
    public static final class FailingProvider implements StorageProvider {

        /** Called by {@link java.util.ServiceLoader}, and fails. */
        public FailingProvider() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public Set<String> schemes() {
            return Set.of("failing");
        }

        @Override
        public StoragePort port(StorageUrl url) {
            throw new IllegalStateException();
        }
    }

    @Test
    void provider_ofTheLibrarysOwnLoader_isFoundWhateverTheContextLoaderSees() throws Exception {
        assertAsked("testing provider", null, "testing:x");
        try (URLClassLoader seesNothing = new URLClassLoader(new URL[0], null)) {
            assertAsked("testing provider", seesNothing, "testing:x");
        }
    }

    @Test
    void provider_ofTheContextLoaderAlone_isFound(@TempDir Path folder) throws Exception {
        try (URLClassLoader sees = loader(folder, BeyondProvider.class.getName())) {
            assertAsked("beyond provider", sees, "beyond:x");
        }
    }

    @Test
    void provider_thatCannotBeLoaded_hidesNoOther(@TempDir Path folder) throws Exception {
        String broken = "no.such.Provider\n" + FailingProvider.class.getName() + "\n" + BeyondProvider.class.getName();
        try (URLClassLoader sees = loader(folder, broken)) {
            assertAsked("testing provider", sees, "testing:x");
            assertAsked("beyond provider", sees, "beyond:x");
        }
    }

    @Test
    void provider_thatCannotBeLoaded_isNamedWhenNoOtherAnswers(@TempDir Path folder) throws Exception {
        try (URLClassLoader sees = loader(folder, "no.such.Provider\n" + FailingProvider.class.getName())) {
            assertThat(refusal(sees, "failing:u:s3cret@h"))
                    .hasMessageContainingAll("scheme failing", "no.such.Provider", "FailingProvider", "no licence")
                    .message()
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void serviceFile_thatIsMalformed_isNamed(@TempDir Path folder) throws Exception {
        try (URLClassLoader sees = loader(folder, "not a class name")) {
            assertAsked("testing provider", sees, "testing:x");
            assertThat(refusal(sees, "beyond:x")).hasMessageContainingAll("scheme beyond", "META-INF/services");
        }
    }

    @Test
    void loader_thatCannotBeSearched_isNamed() {
        ClassLoader unreadable = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the jar is gone");
            }
        };
        assertAsked("testing provider", unreadable, "testing:x");
        assertThat(refusal(unreadable, "beyond:x")).hasMessageContainingAll("scheme beyond", "the jar is gone");
    }

    @Test
    void backend_whoseDependenciesAreMissing_saysWhichClass() {
        assertThat(refusal(null, "incomplete:x"))
                .hasMessageContainingAll("scheme incomplete", "TestingProvider", "org/example/Driver", "dependencies");
    }

    private static URLClassLoader loader(Path folder, String services) throws IOException {
        Path file = folder.resolve("META-INF/services/" + StorageProvider.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, services);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, BackendsTest.class.getClassLoader());
    }

    private static void assertAsked(String provider, @Nullable ClassLoader context, String url) {
        assertThat(refusal(context, url).option())
                .as("who was asked for %s", url)
                .isEqualTo(provider);
    }

    private static ConfigurationException refusal(@Nullable ClassLoader context, String url) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return assertThrows(ConfigurationException.class, () -> Storage.open(url));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
