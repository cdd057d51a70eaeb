// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.fake.FakeFaults;
import dev.storageport.fake.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests for which only the fake will do; run by {@link StorageExtensionTest}. */
@OnBackend(TestBackend.FAKE)
class FakeSamples {

    @RegisterExtension
    static final StorageExtension STORAGE =
            StorageExtension.of(Note.NOTES).withClock(ManualClock.at(Instant.parse("2026-01-01T00:00:00Z")));

    private static FakeFaults faults(TestDatabase database) {
        return database.fake().orElseThrow().faults();
    }

    @Test
    void full(Storage storage, TestDatabase database) {
        fillsUp(storage, database);
    }

    @Test
    void fullAgain(Storage storage, TestDatabase database) {
        fillsUp(storage, database);
    }

    /** Leaves the fault behind, which the next test must not meet. */
    private static void fillsUp(Storage storage, TestDatabase database) {
        ClassSamples.findsNothingAndStores(storage);
        faults(database).outOfSpace(true);
        assertThatThrownBy(() -> storage.collection(Note.NOTES).put("b", new Note("b")))
                .isInstanceOf(OutOfSpaceException.class);
    }

    @Test
    void clock_isTheStorages(Storage storage, ManualClock clock, TestDatabase database) {
        clock.advance(Duration.ofDays(1));
        assertThat(storage.collection(Note.NOTES).put("a", new Note("a")).createdAt())
                .isEqualTo(clock.instant());
        Instant before = clock.instant();
        faults(database).delayNext(Duration.ofSeconds(3));
        assertThat(storage.collection(Note.NOTES).count()).isOne();
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(3));
    }
}
