// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import dev.storageport.test.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One test's clock and storages, on the database that the build chose. */
final class PlayerBench implements AutoCloseable {

    static final Instant START = Instant.parse("2026-02-25T07:06:00.123456Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OpeningRetry WITHOUT_PAUSE = new OpeningRetry(3, Duration.ZERO);

    private final TestDatabase database;
    private final ManualClock clock = ManualClock.at(START);
    private final List<PlayerStorage> storages = new ArrayList<>();

    PlayerBench(TestDatabase database) {
        this.database = database;
    }

    ManualClock clock() {
        return clock;
    }

    /** Returns a storage on the test's database that is not open yet. */
    PlayerStorage created() {
        PlayerStorage storage = new PlayerStorage(this::open, WITHOUT_PAUSE);
        storages.add(storage);
        return storage;
    }

    /** Returns an open storage on the test's database. */
    PlayerStorage initialized() {
        PlayerStorage storage = created();
        storage.initialize();
        return storage;
    }

    /** Opens the library's storage on the test's database. */
    Storage open() {
        return Storage.open(
                database.url(), StorageOptions.builder().clock(clock).build(), PlayerStorage.collections());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    @Override
    public void close() {
        storages.forEach(PlayerStorage::close);
    }
}
