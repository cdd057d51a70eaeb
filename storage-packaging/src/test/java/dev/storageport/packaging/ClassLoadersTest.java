// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.packaging.Artifacts.Backend;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class loaders as containers make them: an application has its own, and what is shared is in a parent. */
final class ClassLoadersTest {

    private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

    @TempDir
    Path folder;

    @Test
    void applications_eachWithItsOwnLibrary_workBesideEachOther() throws Exception {
        List<Path> jars = Artifacts.program(Backend.values());
        try (Urls urls = Urls.create();
                URLClassLoader first = loader(jars, JDK);
                URLClassLoader second = loader(jars, JDK)) {
            for (URLClassLoader application : List.of(first, second)) {
                String sqlite = sqlite(application == first ? "first.db" : "second.db");
                Urls.assertWork(run(application, Urls.MEMORY, sqlite, urls.postgres()), "memory", "sqlite", "postgres");
            }
        }
    }

    @Test
    void application_withASharedLibrary_works() throws Exception {
        try (Urls urls = Urls.create();
                URLClassLoader shared = loader(Artifacts.library(Backend.values()), JDK);
                URLClassLoader application = loader(List.of(Artifacts.jar("storage-packaging")), shared)) {
            Urls.assertWork(
                    run(application, Urls.MEMORY, sqlite("shared.db"), urls.postgres()),
                    "memory",
                    "sqlite",
                    "postgres");
        }
    }

    @Test
    void application_thatBringsTheBackendAlone_worksWhereItIsTheContext() throws Exception {
        List<Path> own = new ArrayList<>(Artifacts.program(Backend.SQLITE));
        own.removeAll(Artifacts.library());
        try (URLClassLoader shared = loader(Artifacts.library(), JDK);
                URLClassLoader application = loader(own, shared)) {
            List<String> said = run(application, sqlite("mixed.db"));
            assertThat(said).hasSize(5).contains("sqlite, own: works");
            assertThat(said.subList(1, 5))
                    .allSatisfy(line -> assertThat(line)
                            .contains("ConfigurationException", "add the artifact dev.storageport:storage-sqlite"));
        }
    }

    private String sqlite(String file) {
        return "sqlite:" + folder.resolve(file);
    }

    @SuppressWarnings("unchecked") // a list of text, from the other class loader
    private static List<String> run(ClassLoader application, String... urls) throws ReflectiveOperationException {
        return (List<String>) Class.forName(Program.class.getName(), true, application)
                .getMethod("run", List.class)
                .invoke(null, List.of(urls));
    }

    private static URLClassLoader loader(List<Path> jars, ClassLoader parent) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(url(jar));
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
