// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DatabaseFileTest {

    @Test
    void version_isFoundAndTheOldestIsWhatTheBuildTestsWith() {
        assertThat(DatabaseFile.VERSION.found()).matches("3\\.\\d+\\.\\d+");
        assertThat(System.getProperty("storageport.oldest").split("\\s+"))
                .contains(DatabaseFile.VERSION.artifact() + ":" + DatabaseFile.VERSION.oldest() + ".0");
    }
}
