// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.updatedBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaultsTest {

    record Session(String user) {}

    static final CollectionSpec<Session> SESSIONS =
            CollectionSpec.of("sessions", Session.class).build();

    // tag::fixture[]
    final ManualClock clock = ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    final FakeDatabase database = new FakeDatabase(clock);

    Storage open() {
        StorageOptions options = StorageOptions.builder()
                .clock(clock)
                .outageRetry(Duration.ZERO) // so that a scripted failure reaches the code that is tested
                .build();
        return FakeStorage.open(database, options, SESSIONS);
    }
    // end::fixture[]

    @Test
    void faults_scripted_happenOnce() {
        try (Storage storage = open()) {
            DocumentCollection<Session> sessions = storage.collection(SESSIONS);
            sessions.put("s-1", new Session("ada"));
            // tag::faults[]
            database.faults().failNext(1); // a lost connection, nothing applied
            assertThatThrownBy(() -> sessions.get("s-1")).isInstanceOf(StorageUnavailableException.class);

            database.faults().loseReplies(1); // applied, but the caller cannot know
            assertThatThrownBy(() -> sessions.delete("s-1"))
                    .isInstanceOfSatisfying(
                            StorageUnavailableException.class,
                            lost -> assertThat(lost.outcomeUnknown()).isTrue());
            assertThat(sessions.contains("s-1")).isFalse();

            database.faults().delayNext(Duration.ofMinutes(1)); // by the clock, without waiting
            assertThatThrownBy(sessions::count).isInstanceOf(StorageTimeoutException.class);

            database.faults().outOfSpace(true);
            assertThatThrownBy(() -> sessions.put("s-2", new Session("bob"))).isInstanceOf(OutOfSpaceException.class);
            database.faults().outOfSpace(false);
            // end::faults[]
        }
    }

    @Test
    void clock_movedByHand_agesDocuments() {
        try (Storage storage = open()) {
            DocumentCollection<Session> sessions = storage.collection(SESSIONS);
            // tag::clock[]
            sessions.put("s-1", new Session("ada"));
            clock.advance(Duration.ofHours(2));
            assertThat(sessions.delete(updatedBefore(Duration.ofHours(1)))).isEqualTo(1);
            // end::clock[]
        }
    }
}
