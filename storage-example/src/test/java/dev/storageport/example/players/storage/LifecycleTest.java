// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static dev.storageport.example.players.storage.PlayerBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.InvalidValueException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.test.StorageExtension;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleTest {

    @RegisterExtension
    static final StorageExtension DATABASE = StorageExtension.of(PlayerStorage.collections());

    private static final ProfileWrite PAGE = ProfileWrite.of("<html></html>");

    private final PlayerBench bench;
    private final AtomicInteger opened = new AtomicInteger();

    LifecycleTest(TestDatabase database) {
        bench = new PlayerBench(database);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void initialize_again_doesNothing() {
        try (PlayerStorage storage = failing(0)) {
            storage.initialize();
            storage.putProfile("player", PAGE);
            storage.initialize();
            assertThat(storage.profile("player")).isPresent();
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void initialize_byManyThreads_opensOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (PlayerStorage storage = failing(0)) {
            Callable<Boolean> ready = () -> {
                storage.initialize();
                return storage.staticData("none").isEmpty();
            };
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(8, ready))) {
                assertThat(each.get()).isTrue();
            }
            assertThat(opened).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void initialize_transientFailures_isTriedThreeTimes() {
        try (PlayerStorage storage = failing(2)) {
            storage.initialize();
            assertThat(storage.stats().playerProfilesCount()).isZero();
            assertThat(opened).hasValue(3);
        }
    }

    @Test
    void initialize_failureThatStays_throwsTheLastOneAndCanBeRepeated() {
        try (PlayerStorage storage = failing(3)) {
            assertThatThrownBy(storage::initialize)
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessage("3");
            assertThatThrownBy(() -> storage.profile("player")).isInstanceOf(IllegalStateException.class);
            storage.initialize();
            assertThat(storage.profile("player")).isEmpty();
        }
    }

    @Test
    void initialize_failureThatCannotPass_isNotRepeated() {
        try (PlayerStorage storage = new PlayerStorage(
                () -> {
                    opened.incrementAndGet();
                    throw new StorageAccessException(StorageAccessException.Reason.PASSWORD, "refused", null);
                },
                new OpeningRetry(3, Duration.ZERO))) {
            assertThatThrownBy(storage::initialize).isInstanceOf(StorageAccessException.class);
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void use_beforeInitialize_saysSo() {
        assertThatThrownBy(() -> bench.created().profile("player"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("initialize() was not called");
    }

    @Test
    void use_afterClose_saysSo() {
        PlayerStorage storage = bench.initialized();
        storage.close();
        List<Runnable> uses = new ArrayList<>();
        uses.add(() -> storage.profile("player"));
        uses.add(() -> storage.playerIdByBattletag("player"));
        uses.add(() -> storage.putProfile("player", PAGE));
        uses.add(() -> storage.staticData("maps"));
        uses.add(() -> storage.putStaticData("maps", json("{}"), StaticCategory.MAPS));
        uses.add(() -> storage.deleteOldProfiles(Duration.ofDays(7)));
        uses.add(storage::stats);
        uses.add(storage::clear);
        for (Runnable use : uses) {
            assertThatThrownBy(use::run).isInstanceOf(StorageClosedException.class);
        }
        assertThatThrownBy(storage::initialize).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_twiceOrBeforeInitialize_doesNothing() {
        PlayerStorage unused = bench.created();
        PlayerStorage used = bench.initialized();
        assertThatCode(() -> {
                    unused.close();
                    used.close();
                    used.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void close_thenOpenAgain_keepsData() {
        try (PlayerStorage storage = bench.initialized()) {
            storage.putProfile("player", PAGE.withNames("Player-1", "Player"));
        }
        assertThat(bench.initialized().playerIdByBattletag("Player-1")).contains("player");
    }

    @Test
    void errorOfTheLibrary_passesThroughUnchanged() {
        PlayerStorage storage = bench.initialized();
        assertThatThrownBy(() -> storage.putProfile("player", PAGE.withNames("a\u0000b", "Player")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("player_profiles")
                .hasMessageNotContaining("a\u0000b");
        assertThat(storage.profile("player")).isEmpty();
    }

    /** Returns a storage that opens on the test's database after so many failures. */
    private PlayerStorage failing(int times) {
        return new PlayerStorage(
                () -> {
                    int attempt = opened.incrementAndGet();
                    if (attempt <= times) {
                        throw new StorageUnavailableException(String.valueOf(attempt), null);
                    }
                    return bench.open();
                },
                new OpeningRetry(3, Duration.ZERO));
    }
}
