// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.readthrough.Fixture.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever is not listened to measures nothing. */
class TellingTest {

    private final AtomicInteger measured = new AtomicInteger();
    private final AtomicInteger clockRead = new AtomicInteger();
    private final ManualClock clock = ManualClock.at(Fixture.START);
    private final List<ReadThroughEnded> heard = new ArrayList<>();

    private StorageOptions.Builder options() {
        return StorageOptions.builder().clock(() -> {
            clockRead.incrementAndGet();
            return clock.instant();
        });
    }

    private StorageListener listener() {
        return new StorageListener() {
            @Override
            public void readThroughEnded(ReadThroughEnded ended) {
                heard.add(ended);
            }
        };
    }

    private long nanoTime() {
        return measured.incrementAndGet();
    }

    private void tell(Storage storage) {
        Telling telling = new Telling(storage, "notes", this::nanoTime);
        long begun = telling.begun();
        telling.served(begun, ReadThroughEnded.Result.HIT, Duration.ZERO);
        telling.failed(begun);
        telling.refresh(Step.STARTED, 0);
        telling.refresh(Step.COMPLETED, begun);
    }

    @Test
    void nothing_isMeasured_whileNobodyListens() {
        try (Storage storage = FakeStorage.open(new FakeDatabase(), options().build(), Fixture.NOTES)) {
            tell(storage);
        }
        assertThat(measured).hasValue(0);
        try (Storage storage = FakeStorage.open(
                new FakeDatabase(), options().listener(listener()).build(), Fixture.NOTES)) {
            tell(storage);
        }
        assertThat(measured).as("who is listened to does").hasPositiveValue();
        assertThat(heard).hasSize(2);
    }

    @Test
    void hit_readsTheClockOfTheStorageOnce_forItsAge_whoeverListens() {
        for (StorageOptions options :
                List.of(options().build(), options().listener(listener()).build())) {
            try (Storage storage = FakeStorage.open(new FakeDatabase(), options, Fixture.NOTES)) {
                storage.collection(Fixture.NOTES).put("k", new Note("old"));
                ReadThrough<Note> notes = ReadThrough.builder(storage, Fixture.NOTES, Fixture.failing())
                        .policy(Fixture.PROFILES)
                        .build();
                clockRead.set(0);
                assertThat(notes.get("k")).isPresent();
                assertThat(clockRead).hasValue(1);
            }
        }
    }
}
