// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StandbyReadEnded.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeStandbyTest {

    record Note(String text) {}

    private static final Index<Note, String> TEXT = Index.of("text", String.class, Note::text);
    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).index(TEXT).build();

    private final FakeDatabase database = new FakeDatabase();
    private final FakeStandby standby = database.standby();
    private final List<StandbyReadEnded> ended = new ArrayList<>();
    private final Storage storage = FakeStorage.open(database, options(Duration.ZERO), NOTES);
    private final DocumentCollection<Note> notes = storage.collection(NOTES);

    @AfterEach
    void close() {
        storage.close();
    }

    private StorageOptions options(Duration wait) {
        return StorageOptions.builder()
                .readPreference(ReadPreference.STANDBY)
                .standbyWait(wait)
                .outageRetry(Duration.ZERO)
                .listener(new StorageListener() {
                    @Override
                    public void standbyReadEnded(StandbyReadEnded event) {
                        ended.add(event);
                    }
                })
                .build();
    }

    private List<End> ends() {
        List<End> ends = ended.stream().map(StandbyReadEnded::end).toList();
        ended.clear();
        return ends;
    }

    @Test
    void standby_beforeItIsStarted_isAbsent() {
        notes.put("a", new Note("one"));
        assertThat(notes.get("a")).isPresent();
        assertThat(ends()).containsExactly(End.ABSENT);
    }

    @Test
    void standby_started_servesAndFollows() {
        notes.put("a", new Note("one"));
        standby.start();
        notes.put("b", new Note("two"));
        assertThat(notes.keys(Condition.all())).containsExactly("a", "b");
        assertThat(ended).singleElement().satisfies(read -> {
            assertThat(read.end()).isEqualTo(End.SERVED);
            assertThat(read.backend()).isEqualTo("memory");
            assertThat(read.collection()).isEqualTo("notes");
            assertThat(read.operation()).isEqualTo("keys");
        });
    }

    @Test
    void standby_paused_appliesSoManyCommitsAsItIsTold() {
        standby.start();
        try (Storage other = FakeStorage.open(database, NOTES)) {
            DocumentCollection<Note> others = other.collection(NOTES);
            assertThat(notes.count()).isZero();
            standby.pause();
            others.put("a", new Note("one"));
            others.put("b", new Note("two"));
            others.put("c", new Note("three"));
            assertThat(standby.behind()).isEqualTo(3);
            assertThat(notes.count())
                    .as("what an application sees that nobody told")
                    .isZero();
            standby.apply(2);
            assertThat(notes.keys(Condition.all())).containsExactly("a", "b");
            assertThat(ends()).containsExactly(End.SERVED, End.SERVED, End.SERVED);
            storage.advanceTo(other.position());
            assertThat(notes.count()).isEqualTo(3);
            assertThat(ends()).containsExactly(End.BEHIND);
            standby.resume();
            assertThat(standby.behind()).isZero();
            assertThat(notes.count()).isEqualTo(3);
            assertThat(ends()).containsExactly(End.SERVED);
        }
    }

    @Test
    void schema_changedWhileTheStandbyIsPaused_isAppliedInItsTurn() {
        standby.start();
        standby.pause();
        CollectionSpec<Note> more = CollectionSpec.of("more", Note.class).build();
        try (Storage other = FakeStorage.open(database, options(Duration.ZERO), NOTES, more)) {
            assertThat(other.collection(more).count()).isZero();
            assertThat(ends()).containsExactly(End.BEHIND);
            other.collection(more).put("a", new Note("one"));
            standby.resume();
            assertThat(other.collection(more).count()).isEqualTo(1);
            assertThat(ends()).containsExactly(End.SERVED);
        }
        try (Storage fewer = FakeStorage.open(database, options(Duration.ZERO), NOTES)) {
            fewer.schema().dropCollection("more");
            assertThat(database.standby().behind()).isZero();
        }
    }

    @Test
    void read_thatFailsOnTheStandby_isAnsweredByThePrimary() {
        standby.start();
        notes.put("a", new Note("one"));
        standby.faults().failNext(1);
        assertThat(notes.get("a")).isPresent();
        standby.faults().failNext(1, () -> new TransactionConflictException("conflict with recovery", null));
        assertThat(notes.get("a")).isPresent();
        standby.faults().failNext(1, () -> new StorageFailureException("broken", null));
        try (Stream<Stored<Note>> stream = notes.stream()) {
            assertThat(stream).hasSize(1);
        }
        assertThat(ends()).containsExactly(End.FAILED, End.CANCELLED, End.FAILED);
    }

    @Test
    void primary_away_isReadOnTheStandbyAsLongAsItsPositionIsKnown() {
        standby.start();
        notes.put("a", new Note("one"));
        assertThat(notes.get("a")).isPresent();
        database.faults().failNext(Integer.MAX_VALUE);
        assertThat(notes.get("a")).as("nothing has been written since").isPresent();
        assertThatThrownBy(() -> notes.put("a", new Note("two"))).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> notes.get("a"))
                .as("nobody knows how much there is to show after that")
                .isInstanceOf(StorageUnavailableException.class);
        database.faults().clear();
        assertThat(notes.get("a")).isPresent();
    }

    @Test
    void wait_forAStandbyThatCatchesUp_isServedByIt() throws InterruptedException {
        standby.start();
        try (Storage patient = FakeStorage.open(database, options(Duration.ofMinutes(1)), NOTES)) {
            DocumentCollection<Note> read = patient.collection(NOTES);
            standby.pause();
            read.put("a", new Note("one"));
            Thread reader = Thread.currentThread();
            Thread applying = new Thread(() -> {
                awaitWaiting(reader);
                standby.resume();
            });
            applying.start();
            assertThat(read.get("a")).isPresent();
            applying.join();
            assertThat(ends()).containsExactly(End.SERVED);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void wait_interrupted_endsWithTheFlagKept() {
        standby.start();
        try (Storage patient = FakeStorage.open(database, options(Duration.ofMinutes(1)), NOTES)) {
            DocumentCollection<Note> read = patient.collection(NOTES);
            standby.pause();
            read.put("a", new Note("one"));
            Thread reader = Thread.currentThread();
            Thread interrupting = new Thread(() -> {
                awaitWaiting(reader);
                reader.interrupt();
            });
            interrupting.start();
            assertThatThrownBy(() -> read.get("a")).isInstanceOf(StorageInterruptedException.class);
            assertThat(Thread.interrupted()).as("the interrupt").isTrue();
        }
    }

    @Test
    void index_notReadyOnTheStandby_isRepairedOnThePrimary() {
        CollectionSpec<Note> older = CollectionSpec.of("notes", Note.class).build();
        standby.start();
        try (Storage other = FakeStorage.open(database, older)) {
            other.collection(older).put("a", new Note("one"));
            storage.advanceTo(other.position());
        }
        assertThat(notes.find(TEXT.is("one"))).hasSize(1);
        assertThat(ends()).containsExactly(End.FAILED);
        assertThat(notes.find(TEXT.is("one"))).hasSize(1);
        assertThat(ends()).containsExactly(End.SERVED);
    }
}
