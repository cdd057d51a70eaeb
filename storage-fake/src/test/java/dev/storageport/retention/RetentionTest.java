// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.UsageException;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.lease.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of retention leave to the library: how runs end, and who runs beside whom. */
class RetentionTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final CollectionSpec<Note> UNDECLARED =
            CollectionSpec.of("undeclared", Note.class).build();
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int DOCUMENTS = 30;
    private static final int BATCH = 10;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T00:00:00Z"));
    private final FakeDatabase database = new FakeDatabase();
    private final List<Runnable> afterEachBatch = new ArrayList<>();
    private final Storage storage = FakeStorage.open(
            database,
            StorageOptions.builder()
                    .clock(clock)
                    .outageRetry(Duration.ZERO)
                    .listener(new StorageListener() {
                        @Override
                        public void operationEnded(OperationEnded ended) {
                            if (ended.operation().equals("deleteInBatches")) {
                                List.copyOf(afterEachBatch).forEach(Runnable::run);
                            }
                        }
                    })
                    .build(),
            NOTES,
            Leases.COLLECTION);
    private final DocumentCollection<Note> notes = storage.collection(NOTES);

    RetentionTest() {
        for (int i = 0; i < DOCUMENTS; i++) {
            notes.put("note-" + i, new Note(""));
        }
        clock.advance(WEEK.plusSeconds(1));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Retention.Builder retention() {
        return Retention.builder(storage)
                .policy(NOTES, RetentionPolicy.maxAge(WEEK))
                .batchSize(BATCH)
                .pause(Duration.ZERO);
    }

    private static RetentionEnded run(Retention retention) {
        return retention.runOnce().collections().get(0);
    }

    @Test
    void close_endsAPause_andWaitsForTheRun() throws Exception {
        CountDownLatch inBatch = new CountDownLatch(1);
        afterEachBatch.add(inBatch::countDown);
        Retention retention = retention().pause(Duration.ofDays(1)).build();
        CompletableFuture<RetentionEnded> run = CompletableFuture.supplyAsync(() -> run(retention));
        inBatch.await();
        retention.close();
        retention.close();

        assertThat(run.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(notes.count()).isEqualTo(DOCUMENTS - BATCH);
        assertThatThrownBy(retention::runOnce)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void interrupt_endsAPause_andIsKept() {
        Thread self = Thread.currentThread();
        afterEachBatch.add(self::interrupt);
        RetentionEnded ended = run(retention().pause(Duration.ofDays(1)).build());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(ended.documents()).isEqualTo(BATCH);
    }

    @Test
    void interruptedThread_removesNothing_andGivesItsLeaseBack() {
        Leases leases = Leases.of(storage);
        Retention retention = retention().lease(leases, MINUTE).build();
        Thread.currentThread().interrupt();
        RetentionEnded ended = run(retention);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(ended.failure()).containsInstanceOf(StorageInterruptedException.class);
        assertThat(storage.collection(Leases.COLLECTION).count()).isZero();
        assertThat(run(retention).documents()).isEqualTo(DOCUMENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storageThatIsClosed_isNoFailure(boolean leased) {
        Retention.Builder builder = retention();
        Retention retention = leased ? builder.lease(Leases.of(storage), MINUTE).build() : builder.build();
        storage.close();
        RetentionEnded ended = run(retention);

        assertThat(ended.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(ended.failure()).containsInstanceOf(StorageClosedException.class);
    }

    @Test
    void run_besideAnotherOfTheSameObject_findsItHeld() {
        List<RetentionEnded> others = new ArrayList<>();
        Retention retention = retention().build();
        afterEachBatch.add(() -> {
            afterEachBatch.clear();
            others.add(run(retention)); // by a listener, on the thread of the run
            others.add(CompletableFuture.supplyAsync(() -> run(retention)).join());
        });

        assertThat(run(retention).documents()).isEqualTo(DOCUMENTS);
        assertThat(others.stream().map(RetentionEnded::outcome).toList()).containsExactly(Outcome.HELD, Outcome.HELD);
        assertThat(run(retention).outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void lease_isRenewedBetweenBatches_andGivenBack() {
        Leases leases = Leases.of(storage);
        List<Boolean> free = new ArrayList<>();
        afterEachBatch.add(() -> {
            clock.advance(MINUTE.dividedBy(2));
            free.add(leases.tryAcquire("retention/notes", MINUTE).isPresent());
        });

        assertThat(run(retention().lease(leases, MINUTE).build()).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(free).hasSizeGreaterThanOrEqualTo(3).containsOnly(false);
        assertThat(leases.tryAcquire("retention/notes", MINUTE)).isPresent();
    }

    @Test
    void failureOnTheWay_isToldWithWhatWasRemoved_andTheLeaseIsGivenBack() {
        afterEachBatch.add(() -> {
            afterEachBatch.clear();
            database.faults().failNext(1);
        });
        Retention retention = retention().lease(Leases.of(storage), MINUTE).build();
        RetentionEnded failed = run(retention);

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.failure()).containsInstanceOf(StorageUnavailableException.class);
        assertThat(failed.documents()).isEqualTo(BATCH);
        RetentionEnded next = run(retention);
        assertThat(next.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(next.documents()).isEqualTo(DOCUMENTS - BATCH);
    }

    @Test
    void severalPolicies_keepWhatAllOfThemKeep() {
        notes.put("a", new Note(""));
        clock.advance(Duration.ofSeconds(1));
        notes.put("b", new Note(""));
        Retention retention = Retention.builder(storage)
                .policy(NOTES, RetentionPolicy.maxAge(WEEK))
                .policy(NOTES, RetentionPolicy.maxDocuments(1))
                .build();

        assertThat(run(retention).documents()).isEqualTo(DOCUMENTS + 1);
        assertThat(notes.contains("b")).isTrue();
    }

    @Test
    void description_thatCannotWork_isRefused() {
        assertThatThrownBy(() -> Retention.builder(storage).build())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no policy");
        assertThatThrownBy(() -> retention().policy(UNDECLARED, RetentionPolicy.maxAge(WEEK)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("undeclared");
        Leases leases = Leases.of(storage);
        for (Duration duration : List.of(Duration.ZERO, Leases.LONGEST.plusMillis(1))) {
            assertThatThrownBy(() -> retention().lease(leases, duration))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("lease");
        }
    }

    @Test
    void scheduler_thatIsShutDown_isRefused_andAnotherIsTaken() {
        Retention retention = retention().build();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        scheduler.shutdown();

        assertThatThrownBy(() -> retention.start(scheduler))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("scheduler is shut down");
        retention.start();
        assertThatThrownBy(retention::start).isInstanceOf(UsageException.class).hasMessageContaining("started before");
    }

    @Test
    void start_onAStorageThatIsClosed_isRefused() {
        Retention retention = retention().build();
        storage.close();
        assertThatThrownBy(retention::start).isInstanceOf(StorageClosedException.class);
        assertThatThrownBy(retention::start).isInstanceOf(UsageException.class).hasMessageContaining("closed");
    }
}
