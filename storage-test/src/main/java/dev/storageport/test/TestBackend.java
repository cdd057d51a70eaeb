// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Where tests keep what they store. */
public enum TestBackend {
    /** In memory, by {@code storage-fake}: at once, with scripted faults. */
    FAKE,
    /** A temporary file, by {@code storage-sqlite}. */
    SQLITE,
    /** The PostgreSQL that {@code storage-postgres-server} starts, once for the JVM, by {@code storage-postgres}. */
    POSTGRES;

    /** The configuration parameter of JUnit, or system property, that chooses: {@code fake}, {@code sqlite} or {@code postgres}. */
    public static final String PROPERTY = "storage.test.backend";

    static TestBackend named(String name) {
        for (TestBackend backend : values()) {
            if (backend.word().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return backend;
            }
        }
        throw new ExtensionConfigurationException(PROPERTY + " is \"" + name + "\" and must be one of "
                + Arrays.stream(values()).map(TestBackend::word).collect(Collectors.joining(", ")));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
