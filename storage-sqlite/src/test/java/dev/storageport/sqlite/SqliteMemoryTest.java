// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.UniqueViolationException;
import dev.storageport.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What {@code sqlite::memory:NAME} opens. */
final class SqliteMemoryTest {

    record Note(String text) {}

    record Counter(int value) {}

    private static final CollectionSpec<Note> NOTES = CollectionSpec.of("notes", Note.class)
            .index(Index.unique("text", String.class, Note::text))
            .build();
    private static final CollectionSpec<Counter> COUNTERS =
            CollectionSpec.of("counters", Counter.class).build();

    @Test
    void storages_ofOneName_shareADatabaseUntilTheLastIsClosed() {
        try (Storage second = Storage.open("sqlite::memory:shared", NOTES)) {
            try (Storage first = Storage.open("sqlite::memory:shared", NOTES)) {
                first.collection(NOTES).put("a", new Note("first"));
                assertThat(second.collection(NOTES).get("a")).isPresent();
                assertThatThrownBy(() -> second.collection(NOTES).put("b", new Note("first")))
                        .isInstanceOf(UniqueViolationException.class);
                assertThat(first.health(Duration.ofSeconds(10)).message())
                        .contains("the database in memory \"shared\"");
            }
            assertThat(second.collection(NOTES).get("a")).isPresent();
            second.collection(NOTES).put("b", new Note("second"));
            try (Storage third = Storage.open("jdbc:sqlite::memory:shared", NOTES)) {
                assertThat(third.collection(NOTES).count()).isEqualTo(2);
            }
        }
        try (Storage later = Storage.open("sqlite::memory:shared", NOTES)) {
            assertThat(later.collection(NOTES).get("a")).isEmpty();
        }
    }

    @Test
    void storage_thatIsClosed_isClosedThoughTheDatabaseIsNot() {
        Storage first = Storage.open("sqlite::memory:closed", NOTES);
        try (Storage second = Storage.open("sqlite::memory:closed", NOTES)) {
            first.close();
            first.close();
            assertThatThrownBy(() -> first.collection(NOTES).get("a")).isInstanceOf(StorageClosedException.class);
            assertThat(first.pool()).isEmpty();
            second.collection(NOTES).put("a", new Note("text"));
            assertThat(second.pool().orElseThrow().capacity()).isEqualTo(1);
        }
    }

    @Test
    void storages_ofOtherNamesOrNone_areApart() {
        try (Storage one = Storage.open("sqlite::memory:one", NOTES);
                Storage other = Storage.open("sqlite::memory:other", NOTES);
                Storage unnamed = Storage.open("sqlite::memory:", NOTES);
                Storage unnamedToo = SqliteStorage.open(SqliteOptions.memory(), NOTES)) {
            one.collection(NOTES).put("a", new Note("one"));
            unnamed.collection(NOTES).put("a", new Note("unnamed"));
            assertThat(other.collection(NOTES).get("a")).isEmpty();
            assertThat(unnamedToo.collection(NOTES).get("a")).isEmpty();
        }
    }

    @Test
    void name_isPercentDecoded() {
        try (Storage plain = SqliteStorage.open(SqliteOptions.memory("my app"), NOTES);
                Storage escaped = Storage.open("sqlite::memory:my%20app", NOTES)) {
            plain.collection(NOTES).put("a", new Note("text"));
            assertThat(escaped.collection(NOTES).get("a")).isPresent();
        }
    }

    @Test
    void collection_ofTheSecond_isAddedToWhatTheFirstHas() {
        try (Storage first = Storage.open("sqlite::memory:grown", NOTES)) {
            first.collection(NOTES).put("a", new Note("text"));
            assertThat(Storage.ddl("sqlite::memory:grown", NOTES)).isEmpty();
            assertThat(Storage.ddl("sqlite::memory:grown", COUNTERS)).anyMatch(sql -> sql.contains("counters"));
            try (Storage second = Storage.open("sqlite::memory:grown", COUNTERS)) {
                assertThat(second.schema().status().collections()).hasSize(2);
                second.collection(COUNTERS).put("a", new Counter(1));
                assertThat(first.collection(NOTES).count()).isEqualTo(1);
            }
        }
    }

    @Test
    void opening_thatFails_doesNotKeepTheDatabase() {
        assertThatThrownBy(() -> Storage.open("sqlite::memory:failing", NOTES, NOTES))
                .isInstanceOf(ConfigurationException.class);
        assertThat(Storage.ddl("sqlite::memory:failing", COUNTERS)).isNotEmpty();
        try (Storage storage = Storage.open("sqlite::memory:failing", NOTES)) {
            assertThat(storage.schema().status().collections()).hasSize(1);
        }
    }

    @Test
    void opening_withOtherOptions_isRefusedAndLeavesTheFirstAlone() {
        try (Storage first = Storage.open("sqlite::memory:strict?lockTimeout=1s", NOTES)) {
            assertThatThrownBy(() -> Storage.open("sqlite::memory:strict?lockTimeout=2s", NOTES))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("\"strict\"");
            first.collection(NOTES).put("a", new Note("text"));
        }
        Storage.open("sqlite::memory:strict?lockTimeout=2s", NOTES).close();
    }

    @Test
    void name_thatIsEmpty_isRefused() {
        assertThatThrownBy(() -> SqliteOptions.memory("")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void workOfOneStorage_thatUsesTheOther_isRefusedInsteadOfWaitingForItself() {
        try (Storage first = Storage.open("sqlite::memory:nested", NOTES);
                Storage second = Storage.open("sqlite::memory:nested", NOTES)) {
            assertThatThrownBy(() -> first.transact(open -> {
                        open.collection(NOTES).put("a", new Note("text"));
                        return second.collection(NOTES).get("a");
                    }))
                    .isInstanceOf(UsageException.class);
            assertThat(second.collection(NOTES).count()).isZero();
        }
    }

    @Test
    void transactions_ofTwoStorages_loseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Storage first = Storage.open("sqlite::memory:busy", COUNTERS);
                Storage second = Storage.open("sqlite::memory:busy", COUNTERS)) {
            first.collection(COUNTERS).put("a", new Counter(0));
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Storage storage = i % 2 == 0 ? first : second;
                calls.add(threads.submit(() -> storage.transactWithoutResult(open ->
                        open.collection(COUNTERS).update("a", old -> new Counter(old.value() + 1)))));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            assertThat(second.collection(COUNTERS).get("a").orElseThrow().value())
                    .isEqualTo(new Counter(400));
        } finally {
            threads.shutdownNow();
        }
    }
}
