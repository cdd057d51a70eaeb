// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs with sqlite-jdbc 3.50.3.0, which Spring Boot 4.0 chooses. */
final class SqliteRefusedLibraryTest {

    @ParameterizedTest
    @ValueSource(strings = {"new/a.db", ":memory:"})
    @Rule("CONF-11")
    void driver_tooOld_isRefusedBeforeAnythingIsCreated(String place, @TempDir Path folder) {
        String url = "sqlite:" + (place.startsWith(":") ? place : folder.resolve(place));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Storage.open(url))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageEndingWith(
                            "org.xerial:sqlite-jdbc: is version 3.50.3 and must be 3.51.3 or newer: depend on"
                                    + " that, or import storage-bom first; under Spring Boot set the property sqlite-jdbc.version");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
