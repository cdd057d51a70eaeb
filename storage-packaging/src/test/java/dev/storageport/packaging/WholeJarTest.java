// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One jar with everything: classes beside each other, as the shade plugin makes it, and jars within, as Spring Boot does. */
final class WholeJarTest {

    @TempDir
    Path folder;

    @Test
    void shadedJar_withTheServiceFilesOfOneBackend_findsAllOfThem() throws Exception {
        Path jar = Artifacts.whole("services-lost");
        assertThat(providers(jar)).as("providers in the file of services").hasSize(1);
        assertWorks("-cp", jar.toString(), "dev.storageport.packaging.Program");
    }

    /** Its manifest allows native code. */
    @Test
    void shadedJar_withAllServiceFiles_works() throws Exception {
        Path jar = Artifacts.whole("services-merged");
        assertThat(providers(jar)).as("providers in the file of services").hasSize(3);
        if (Runtime.version().feature() >= 24) {
            assertWorks("--illegal-native-access=deny", "-jar", jar.toString());
        } else {
            assertWorks("-jar", jar.toString());
        }
    }

    @Test
    void bootJar_works() throws Exception {
        assertWorks("-jar", Artifacts.whole("boot").toString());
    }

    private void assertWorks(String... line) throws Exception {
        try (Urls urls = Urls.create()) {
            List<String> arguments = new ArrayList<>(List.of(line));
            arguments.addAll(urls.all());
            Urls.assertWork(ChildJvm.ofTheTests(folder).run(arguments), "memory", "sqlite", "postgres");
        }
    }

    private static List<String> providers(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            byte[] text = file.getInputStream(file.getEntry("META-INF/services/dev.storageport.port.StorageProvider"))
                    .readAllBytes();
            return new String(text, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
