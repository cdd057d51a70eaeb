// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The jars of this build and of its dependencies, as they are on the class path of the tests. */
final class Artifacts {

    /** What a form is made of beside the program: one backend, or all. */
    enum Backend {
        FAKE(List.of("storage-fake")),
        SQLITE(List.of("storage-sqlite", "sqlite-jdbc")),
        POSTGRES(List.of("storage-postgres", "postgresql", "HikariCP", "jdbi3-core", "jdbi3-postgres", "geantyref"));

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> artifacts;

        Backend(List<String> artifacts) {
            this.artifacts = artifacts;
        }
    }

    private static final String PROGRAM = "storage-packaging";

    private static final List<String> BASE = List.of(
            "storage-api",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jackson-datatype-jdk8",
            "jackson-datatype-jsr310",
            "zstd-jni",
            "slf4j-api",
            "jspecify");

    private Artifacts() {}

    /** Returns the jars of the backends and of what every backend stands on. */
    static List<Path> library(Backend... backends) {
        List<Path> jars = new ArrayList<>();
        BASE.forEach(artifact -> jars.add(jar(artifact)));
        for (Backend backend : backends) {
            backend.artifacts.forEach(artifact -> jars.add(jar(artifact)));
        }
        return jars;
    }

    /** Returns the jars of the program with the backends. */
    static List<Path> program(Backend... backends) {
        List<Path> jars = library(backends);
        jars.add(0, jar(PROGRAM));
        return jars;
    }

    /** Returns one of the program's jars that hold everything. */
    static Path whole(String classifier) {
        return Path.of(System.getProperty("packaging.jars") + "-" + classifier + ".jar");
    }

    /** Returns the jar of an artifact. */
    static Path jar(String artifact) {
        Pattern name = Pattern.compile(Pattern.quote(artifact) + "-[0-9].*\\.jar");
        List<Path> found = classPath().stream()
                .filter(entry -> name.matcher(entry.getFileName().toString()).matches())
                .toList();
        assertThat(found).as("the jar of %s among %s", artifact, classPath()).hasSize(1);
        return found.get(0);
    }

    static String path(List<Path> jars) {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    private static List<Path> classPath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .toList();
    }
}
