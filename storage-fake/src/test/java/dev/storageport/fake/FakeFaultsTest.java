// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.TransactionOptions;
import dev.storageport.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeFaultsTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final Note NOTE = new Note("one");
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final ManualClock clock = ManualClock.at(START);
    private final FakeDatabase database = new FakeDatabase(clock);
    private final FakeFaults faults = database.faults();

    /** Shows each fault to its caller. */
    private final Storage storage = FakeStorage.open(
            database,
            StorageOptions.builder().clock(clock).outageRetry(Duration.ZERO).build(),
            NOTES);

    private final DocumentCollection<Note> notes = storage.collection(NOTES);

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void failNext_failsThatManyOperationsAndAppliesNothing() {
        faults.failNext(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> notes.put("k", NOTE))
                    .isInstanceOfSatisfying(
                            StorageUnavailableException.class,
                            failure -> assertThat(failure.outcomeUnknown()).isFalse());
        }
        assertThat(notes.contains("k")).isFalse();
    }

    @Test
    void outage_thatPasses_isNotSeenByCallers() {
        try (Storage patient = FakeStorage.open(database, StorageOptions.defaults(), NOTES)) {
            DocumentCollection<Note> repeated = patient.collection(NOTES);
            faults.failNext(1);
            repeated.put("k", NOTE);
            faults.failNext(2);
            assertThat(repeated.get("k")).isPresent();
            faults.failNext(1);
            assertThat(repeated.find(Condition.all())).hasSize(1);
            faults.failNext(1);
            try (Stream<Stored<Note>> stream = repeated.stream()) {
                assertThat(stream).hasSize(1);
            }
            AtomicInteger runs = new AtomicInteger();
            patient.transactWithoutResult(tx -> {
                tx.collection(NOTES).put("l", NOTE);
                if (runs.incrementAndGet() == 1) {
                    faults.failNext(1); // the commit
                }
            });
            assertThat(runs).hasValue(2);
            assertThat(repeated.count()).isEqualTo(2);
        }
    }

    @Test
    void lostReply_isNotRepeated() {
        try (Storage patient = FakeStorage.open(database, StorageOptions.defaults(), NOTES)) {
            long before = patient.collection(NOTES).put("k", NOTE).revision();
            faults.loseReplies(1);
            assertThatThrownBy(() -> patient.collection(NOTES).put("k", NOTE))
                    .isInstanceOf(StorageUnavailableException.class);
            assertThat(patient.collection(NOTES).get("k").orElseThrow().revision())
                    .isEqualTo(before + 1);
        }
    }

    @Test
    void failNext_withOwnError_throwsIt() {
        faults.failNext(1, () -> new StorageFailureException("scripted", null));
        assertThatThrownBy(notes::count).isInstanceOf(StorageFailureException.class);
    }

    @Test
    void failNext_withConflict_isRetriedByTheLibrary() {
        faults.failNext(3, () -> new TransactionConflictException("scripted", null));
        notes.put("k", NOTE);
        assertThat(notes.get("k")).isPresent();
    }

    @Test
    void failNext_atCommit_rollsBack() {
        assertThatThrownBy(() -> storage.transactWithoutResult(tx -> {
                    tx.collection(NOTES).put("k", NOTE);
                    faults.failNext(1);
                }))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(notes.contains("k")).isFalse();
    }

    @Test
    void loseReplies_appliesAndReportsAnUnknownOutcome() {
        faults.loseReplies(1);
        assertThatThrownBy(() -> notes.put("k", NOTE))
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        failure -> assertThat(failure.outcomeUnknown()).isTrue());
        assertThat(notes.contains("k")).isTrue();
    }

    @Test
    void loseReplies_ofACommit_appliesTheTransaction() {
        faults.loseReplies(1);
        assertThatThrownBy(() -> storage.transact(tx -> tx.collection(NOTES).put("k", NOTE)))
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        failure -> assertThat(failure.outcomeUnknown()).isTrue());
        assertThat(notes.contains("k")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void failNext_atEachStepOfATransaction_isCleanAndRunsItOnce(int step) {
        List<Runnable> steps = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> storage.transactWithoutResult(tx -> {
                    runs.incrementAndGet();
                    DocumentCollection<Note> inside = tx.collection(NOTES);
                    steps.add(() -> inside.put("k", NOTE));
                    steps.add(() -> inside.get("k"));
                    steps.add(() -> inside.putAll(List.of(Document.of("l", NOTE), Document.of("m", NOTE))));
                    steps.add(inside::count);
                    steps.subList(0, step).forEach(Runnable::run);
                    faults.failNext(1); // the next step, or the commit
                    steps.subList(step, steps.size()).forEach(Runnable::run);
                }))
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        failure -> assertThat(failure.outcomeUnknown()).isFalse());
        assertThat(runs).hasValue(1);
        assertThat(notes.count()).isZero();
    }

    @Test
    void loseReplies_ofACommit_isNotRepeatedByTheLibrary() {
        AtomicInteger runs = new AtomicInteger();
        faults.loseReplies(1);
        assertThatThrownBy(() -> storage.transactWithoutResult(tx -> {
                    runs.incrementAndGet();
                    tx.collection(NOTES).insert("k", NOTE);
                }))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(runs).hasValue(1);
        assertThat(notes.get("k").orElseThrow().value()).isEqualTo(NOTE);
    }

    @Test
    void loseReplies_ofEachKindOfWrite_appliesItWhole() {
        notes.putAll(List.of(Document.of("a", NOTE), Document.of("b", NOTE), Document.of("c", NOTE)));
        faults.loseReplies(5);
        List.<Runnable>of(
                        () -> notes.insert("d", NOTE),
                        () -> notes.update("a", old -> new Note("two")),
                        () -> notes.delete("b"),
                        () -> notes.putAll(List.of(Document.of("e", NOTE), Document.of("f", NOTE))),
                        () -> notes.delete(Condition.keyIn(List.of("c", "d"))))
                .forEach(write -> assertThatThrownBy(write::run)
                        .isInstanceOfSatisfying(
                                StorageUnavailableException.class,
                                failure -> assertThat(failure.outcomeUnknown()).isTrue()));
        assertThat(notes.find(Condition.all()))
                .extracting(Stored::key, Stored::value)
                .containsExactly(tuple("a", new Note("two")), tuple("e", NOTE), tuple("f", NOTE));
    }

    @Test
    void loseReplies_ofAReadOnlyTransaction_loseNothing() {
        faults.loseReplies(1);
        assertThat(storage.<Long, RuntimeException>transact(
                        TransactionOptions.snapshot(),
                        tx -> tx.collection(NOTES).count()))
                .isZero();
    }

    @Test
    void loseReplies_doesNotTouchReads() {
        faults.loseReplies(1);
        assertThat(notes.get("k")).isEmpty();
        assertThat(notes.count()).isZero();
    }

    @Test
    void delayNext_movesTheClock() {
        faults.delayNext(Duration.ofSeconds(10));
        notes.get("k");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void delayNext_beyondTheTimeout_failsAfterIt() {
        faults.delayNext(Duration.ofHours(1));
        assertThatThrownBy(() -> notes.put("k", NOTE))
                .isInstanceOf(StorageTimeoutException.class)
                .hasMessageContaining("PT30S");
        assertThat(clock.instant()).isEqualTo(START.plus(FakeFaults.OPERATION_TIMEOUT));
        assertThat(notes.contains("k")).isFalse();
    }

    @Test
    void delayNext_withoutClock_isRefused() {
        FakeFaults clockless = new FakeDatabase().faults();
        assertThatThrownBy(() -> clockless.delayNext(Duration.ofSeconds(1))).isInstanceOf(UsageException.class);
    }

    @Test
    void outOfSpace_refusesPutsAndGoesOnReadingAndDeleting() {
        notes.put("k", NOTE);
        faults.outOfSpace(true);
        assertThatThrownBy(() -> notes.putAll(List.of(Document.of("l", NOTE), Document.of("m", NOTE))))
                .isInstanceOf(OutOfSpaceException.class);
        assertThat(notes.count()).isEqualTo(1);
        assertThat(notes.delete("k")).isTrue();
        faults.outOfSpace(false);
        assertThat(notes.put("l", NOTE).value()).isEqualTo(NOTE);
    }

    @Test
    void database_outlivesItsStorages() {
        notes.put("k", NOTE);
        storage.close();
        try (Storage again = FakeStorage.open(database, NOTES)) {
            assertThat(again.collection(NOTES).get("k")).isPresent();
        }
    }
}
