// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
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
}
