// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of SQLite, and what takes them. */
final class SqliteOptionsTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final Path FILE = Path.of("app.db");
    private static final List<UnaryOperator<SqliteOptions.Builder>> CHANGES = List.of(
            builder -> builder.durability(SqliteOptions.Durability.NORMAL),
            builder -> builder.readers(2),
            builder -> builder.busyTimeout(Duration.ofSeconds(1)),
            builder -> builder.lockTimeout(Duration.ofSeconds(1)),
            builder -> builder.poolTimeout(Duration.ofSeconds(1)),
            builder -> builder.statementTimeout(Duration.ofSeconds(1)),
            builder -> builder.streamTimeout(Duration.ofSeconds(1)),
            builder -> builder.logLimit(1 << 20),
            builder -> builder.reserve(0));

    @TempDir
    Path directory;

    @Test
    void options_ofAFile_areTheDefaults() {
        assertThat(SqliteOptions.file(FILE))
                .isEqualTo(SqliteOptions.builder(FILE).build())
                .hasToString(
                        "SqliteOptions[app.db, durability=FULL, readers=4, busyTimeout=PT20S, lockTimeout=PT30S,"
                                + " poolTimeout=PT30S, statementTimeout=PT30S, streamTimeout=PT10M, logLimit=67108864, reserve=8388608]");
        assertThat(SqliteOptions.memory("x").toString()).startsWith("SqliteOptions[:memory:x, ");
        assertThat(SqliteOptions.memory("x").memoryName()).contains("x");
        assertThat(SqliteOptions.memory().memoryName()).isEmpty();
    }

    @Test
    void options_areEqualIfEachOfThemIs() {
        List<SqliteOptions> different = Stream.concat(
                        Stream.of(
                                SqliteOptions.file(FILE),
                                SqliteOptions.file(Path.of("other.db")),
                                SqliteOptions.memory(),
                                SqliteOptions.memory("a"),
                                SqliteOptions.memory("b")),
                        CHANGES.stream()
                                .map(change -> change.apply(SqliteOptions.builder(FILE))
                                        .build()))
                .toList();
        assertThat(different).doesNotHaveDuplicates();
        assertThat(different.stream().map(SqliteOptions::toString)).doesNotHaveDuplicates();
        for (SqliteOptions options : different) {
            SqliteOptions same = options.toBuilder().build();
            assertThat(same).isEqualTo(options).hasSameHashCodeAs(options).isNotSameAs(options);
        }
    }

    @Test
    void builder_ofOptions_keepsWhatItDoesNotSet() {
        SqliteOptions all = CHANGES.stream()
                .reduce(
                        SqliteOptions.builder(FILE),
                        (builder, change) -> change.apply(builder),
                        (first, second) -> second)
                .build();
        assertThat(all.toBuilder().readers(3).build().toBuilder().readers(2).build())
                .isEqualTo(all);
        assertThat(all.toBuilder().readers(3).build().busyTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void builder_ofAMemory_refusesWhatOnlyAFileHas() {
        assertThatThrownBy(() -> SqliteOptions.memory().toBuilder().readers(2))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("readers");
    }

    @Test
    void ddl_ofTypedOptions_isThatOfTheUrl() {
        Path file = directory.resolve("app.db");
        List<String> script = SqliteStorage.ddl(file, NOTES);
        assertThat(script).isNotEmpty().isEqualTo(Storage.ddl("sqlite:" + file, NOTES));
        assertThat(file).doesNotExist();
        SqliteStorage.open(file, NOTES).close();
        assertThat(SqliteStorage.ddl(SqliteOptions.file(file), NOTES)).isEmpty();
    }
}
