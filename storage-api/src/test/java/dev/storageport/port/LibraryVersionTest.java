// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LibraryVersionTest {

    /** Stands for a library's, which is read when it is asked for. */
    public static final class Constants {
        public static final String VERSION = "1.2.3-4";

        private Constants() {}
    }

    private static LibraryVersion needed(LibraryVersion.Search search) {
        return new LibraryVersion("org.example:thing", "1.10.3", "set the property thing.version", search);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10.3",
                "1.10.3.0",
                "1.10",
                "1.10.10",
                "1.11.0-rc1",
                "2",
                "1.10.3-SNAPSHOT",
                "",
                "unknown",
                "v1"
            })
    void version_newEnoughOrUnknown_willDo(String version) {
        assertThatCode(needed(() -> version)::require).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10.2", "1.9.99", "0.99", "1.10.2.7", "1.10-2", "1.2.3-beta"})
    void version_tooOld_isRefusedWithWhatToDo(String version) {
        assertThatThrownBy(needed(() -> version)::require)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "org.example:thing: is version " + version + " and must be 1.10.3 or newer: depend on that, or"
                                + " import storage-bom first; under Spring Boot set the property thing.version");
    }

    @Test
    void search_thatFails_findsNothingAndRefusesNothing() {
        LibraryVersion missing = needed(() -> {
            throw new NoSuchFieldError("of another version");
        });
        assertThat(missing.found()).isEmpty();
        assertThatCode(missing::require).doesNotThrowAnyException();
        assertThatCode(needed(LibraryVersion.constant(Constants.class, "NONE"))::require)
                .doesNotThrowAnyException();
    }

    @Test
    void constant_isFound() {
        assertThat(needed(LibraryVersion.constant(Constants.class, "VERSION")).found())
                .isEqualTo("1.2.3-4");
    }

    @Test
    void jar_withMavensProperties_saysItsVersionAndOneWithoutSaysNothing(@TempDir Path folder) throws Exception {
        Path classes = classesOf(Constants.class, folder);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            Class<?> inside = loader.loadClass(Constants.class.getName());
            LibraryVersion.Search search = LibraryVersion.inJar(inside, "org.example:thing");
            assertThat(search.version()).isEmpty();
            Path properties = folder.resolve("META-INF/maven/org.example/thing/pom.properties");
            Files.createDirectories(properties.getParent());
            Files.writeString(properties, "groupId=org.example\nversion=1.9.0\n");
            assertThat(search.version()).isEqualTo("1.9.0");
            assertThatThrownBy(needed(search)::require).isInstanceOf(ConfigurationException.class);
        }
        assertThat(classes).exists();
    }

    private static Path classesOf(Class<?> type, Path folder) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        Path target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        try (var stream = type.getResourceAsStream("/" + path)) {
            Files.write(target, stream.readAllBytes());
        }
        return target;
    }
}
