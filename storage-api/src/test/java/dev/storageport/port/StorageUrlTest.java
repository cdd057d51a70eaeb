// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageUrlTest {

    @Test
    void url_withEverything_isSplit() {
        StorageUrl url = StorageUrl.parse("PostgreSQL://u:p@[::1]:5432/d?schema=a%26b&sslmode=require&x=a=b+c");
        assertThat(url.scheme()).isEqualTo("postgresql");
        assertThat(url.body()).isEqualTo("//u:p@[::1]:5432/d");
        assertThat(url.parameters())
                .containsEntry("schema", "a&b")
                .containsEntry("x", "a=b+c")
                .hasSize(3);
        assertThat(url).hasToString("postgresql:\u2026");
    }

    @Test
    void jdbcUrl_hasASchemeOfTwoParts() {
        StorageUrl url = StorageUrl.parse("jdbc:sqlite::memory:");
        assertThat(url.scheme()).isEqualTo("jdbc:sqlite");
        assertThat(url.body()).isEqualTo(":memory:");
    }

    @Test
    void escapes_areUtf8() {
        assertThat(StorageUrl.decode("password", "p%40ss%2Fw%C3%B6rd+%f0%9f%98%80\u00e9"))
                .isEqualTo("p@ss/w\u00f6rd+\uD83D\uDE00\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret%", "s3cret%4", "s3cret%zz", "s3cret%ff"})
    void escapes_malformed_areRefusedAndNotShown(String text) {
        assertThatThrownBy(() -> StorageUrl.decode("password", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("password")
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://u:p?s3cret=%zz@h/d", "postgres://u:p?s3cret=1&s3cret=2@h/d"})
    void passwordThatLooksLikeParameters_isNotShown(String url) {
        assertThatThrownBy(() -> StorageUrl.parse(url))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sqlite:a?", "sqlite:a?x", "sqlite:a?=1", "sqlite:a?x=1&x=2", "sqlite:a?x=1&", "sqlite:a?x=%"})
    void parameters_malformed_areRefused(String url) {
        assertThatThrownBy(() -> StorageUrl.parse(url)).isInstanceOf(ConfigurationException.class);
    }
}
