// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Runs with Jackson 2.15.4. */
final class RefusedLibraryTest {

    private static final String MESSAGE =
            "com.fasterxml.jackson.core:jackson-core: is version 2.15.4 and must be 2.18.2 or newer: depend"
                    + " on that, or import storage-bom first; under Spring Boot set the property jackson-bom.version, or"
                    + " jackson-2-bom.version from Spring Boot 4 on";

    @Test
    void jackson_tooOld_isRefusedBeforeAnythingOfItIsMissed() {
        assertThatThrownBy(() -> Storage.open("postgres://u:p@192.0.2.1/d"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
        assertThatThrownBy(() -> Storage.ddl("postgres://u:p@192.0.2.1/d"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
        assertThatThrownBy(StorageOptions::builder)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(MESSAGE);
    }
}
