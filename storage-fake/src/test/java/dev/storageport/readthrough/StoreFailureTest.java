// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static dev.storageport.readthrough.Fixture.HALF_HOUR;
import static dev.storageport.readthrough.Fixture.HOUR;
import static dev.storageport.readthrough.Fixture.PROFILES;
import static dev.storageport.readthrough.Fixture.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.ReadThroughStoreFailed.Access;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.Fixture.Calls;
import dev.storageport.readthrough.Fixture.Note;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure of the store never fails a value that was loaded, unless that is wanted. */
class StoreFailureTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private ReadThrough<Note> strict() {
        return fixture.builder(PROFILES, answering("new"))
                .onStoreFailure(StoreFailurePolicy.FAIL)
                .build();
    }

    private void assertTold(Access access, String collection, Class<? extends Throwable> failure) {
        assertThat(fixture.storeFailures).singleElement().satisfies(told -> {
            assertThat(told.access()).isEqualTo(access);
            assertThat(told.collection()).isEqualTo(collection);
            assertThat(told.failure()).isInstanceOf(failure);
        });
    }

    @Test
    void read_thatFails_isLoadedAndServed_andStoredWhereNothingWas() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.database.faults().failNext(1);
        assertThat(notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
        assertTold(Access.READ, "notes", StorageUnavailableException.class);
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
    }

    @Test
    void read_thatFails_overwritesNothing() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("k", new Note("of the application"));
        fixture.database.faults().failNext(1);
        assertThat(notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("of the application"));
    }

    @Test
    void reads_ofManyThatFail_areOneLoad() throws Exception {
        Calls<Served<Note>> calls = new Calls<>();
        ReadThrough<Note> notes = fixture.profiles(request -> {
            Fixture.await("the others wait", () -> calls.threads.size() == 20 && calls.allWaitBut(1));
            return Loaded.of(new Note("new"));
        });
        fixture.database.faults().failNext(20);
        for (int i = 0; i < 20; i++) {
            calls.start(() -> notes.get("k").orElseThrow());
        }
        assertThat(calls.results()).hasSize(20);
        assertThat(fixture.loads).hasValue(1);
        assertThat(fixture.storeFailures).hasSize(20);
    }

    @Test
    void read_ofSeveralThatFails_isLoadedAndServed() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.database.faults().failNext(1);
        assertThat(notes.getAll(List.of("a", "b"))).hasSize(2);
        assertTold(Access.READ, "notes", StorageUnavailableException.class);
    }

    @Test
    void write_thatFails_isServed() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.database.faults().outOfSpace(true);
        Served<Note> served = notes.get("k").orElseThrow();
        assertThat(served.value()).isEqualTo(new Note("new"));
        assertThat(served.storedAt()).isEqualTo(fixture.clock.instant());
        assertTold(Access.WRITE, "notes", OutOfSpaceException.class);
        fixture.database.faults().outOfSpace(false);
        assertThat(fixture.notes.contains("k")).isFalse();
        notes.get("k");
        assertThat(fixture.loads).hasValue(2);
    }

    @Test
    void value_thatCannotBeStored_isServed() {
        ReadThrough<Note> notes = fixture.profiles(request -> Loaded.of(new Note("a\0")));
        assertThat(notes.get("k").orElseThrow().value().text()).isEqualTo("a\0");
        assertThat(fixture.storeFailures)
                .extracting(ReadThroughStoreFailed::access)
                .containsExactly(Access.WRITE);
    }

    @Test
    void touch_thatFails_isServed() {
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            fixture.database.faults().failNext(1);
            return Loaded.notChanged();
        });
        assertThat(notes.get("k").orElseThrow().value()).isEqualTo(new Note("old"));
        assertTold(Access.WRITE, "notes", StorageUnavailableException.class);
    }

    @Test
    void absences_thatFail_areLoadedAndServed() {
        ReadThrough<Note> notes = fixture.builder(PROFILES.negatives(HOUR), request -> Loaded.absent())
                .build();
        fixture.database.faults().outOfSpace(true);
        assertThat(notes.get("k")).isEmpty();
        assertTold(Access.WRITE, "absences", OutOfSpaceException.class);
    }

    @Test
    void leases_thatFail_areDoneWithout() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, answering("new"))
                .leases(Leases.of(fixture.storage), Duration.ofMinutes(1))
                .build();
        fixture.database.faults().outOfSpace(true);
        assertThat(notes.get("k")).isPresent();
        assertThat(fixture.storeFailures)
                .extracting(ReadThroughStoreFailed::access, ReadThroughStoreFailed::collection)
                .containsExactly(tuple(Access.LEASE, "leases"), tuple(Access.WRITE, "notes"));
    }

    @Test
    void read_thatFails_isThrown_whereThatIsWanted() {
        ReadThrough<Note> notes = strict();
        fixture.database.faults().failNext(1);
        assertThatThrownBy(() -> notes.get("k")).isInstanceOf(StorageUnavailableException.class);
        assertThat(fixture.loads).hasValue(0);
        assertTold(Access.READ, "notes", StorageUnavailableException.class);
    }

    @Test
    void write_thatFails_isThrown_whereThatIsWanted_toEachWhoWaits() throws Exception {
        Calls<Served<Note>> calls = new Calls<>();
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    Fixture.await("the other waits", () -> calls.threads.size() == 2 && calls.allWaitBut(1));
                    return Loaded.of(new Note("new"));
                })
                .onStoreFailure(StoreFailurePolicy.FAIL)
                .build();
        fixture.database.faults().outOfSpace(true);
        calls.start(() -> notes.get("k").orElseThrow());
        calls.start(() -> notes.get("k").orElseThrow());
        List<Throwable> failures = calls.failures();
        assertThat(failures).hasSize(2).allMatch(OutOfSpaceException.class::isInstance);
        assertThat(failures.get(0)).isNotSameAs(failures.get(1));
    }

    @Test
    void refresh_whoseReadFails_loadsNothing() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        notes.get("k");
        fixture.database.faults().failNext(1);
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.steps()).containsExactly(Step.TRIGGERED, Step.STARTED, Step.FAILED);
    }
}
