// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.cfg.PackageVersion;
import dev.storageport.port.LibraryVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs beside the kit with the oldest libraries: they are really those that are loaded. */
final class PostgresOldestLibrariesTest {

    static List<LibraryVersion> needed() {
        return PostgresLibraries.NEEDED;
    }

    @ParameterizedTest
    @MethodSource("needed")
    void library_isTheOldest(LibraryVersion library) {
        assertThat(library.found()).isEqualTo(library.oldest());
    }

    @Test
    void jackson_isTheOldest() {
        assertThat(System.getProperty("storageport.oldest").split("\\s+"))
                .contains("com.fasterxml.jackson.core:jackson-databind:" + PackageVersion.VERSION);
    }
}
