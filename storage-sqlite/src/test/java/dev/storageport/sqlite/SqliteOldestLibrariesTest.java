// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.util.ZstdVersion;
import dev.storageport.port.LibraryVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.sqlite.SQLiteDataSource;

/** Runs beside the kit with the oldest libraries: they are really those that are loaded. */
final class SqliteOldestLibrariesTest {

    @ParameterizedTest
    @CsvSource({
        "com.fasterxml.jackson.core:jackson-databind",
        "com.github.luben:zstd-jni",
        "org.slf4j:slf4j-api",
        "org.xerial:sqlite-jdbc"
    })
    void library_isTheOldest(String artifact) throws Exception {
        assertThat(System.getProperty("storageport.oldest").split("\\s+")).contains(artifact + ":" + loaded(artifact));
    }

    private static String loaded(String artifact) throws Exception {
        return switch (artifact) {
            case "com.github.luben:zstd-jni" ->
                LibraryVersion.constant(ZstdVersion.class, "VERSION").version();
            case "org.slf4j:slf4j-api" ->
                LibraryVersion.inJar(Logger.class, artifact).version();
            case "org.xerial:sqlite-jdbc" ->
                LibraryVersion.inJar(SQLiteDataSource.class, artifact).version();
            default -> LibraryVersion.inJar(ObjectMapper.class, artifact).version();
        };
    }
}
