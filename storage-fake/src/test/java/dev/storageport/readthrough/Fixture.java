// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.lease.Leases;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A storage of notes on the fake, a source that counts its calls, and refreshes that run when the test says so. */
final class Fixture implements AutoCloseable {

    record Note(String text) {}

    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final Duration HALF_HOUR = Duration.ofMinutes(30);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);
    static final Duration MICROSECOND = Duration.ofNanos(1_000);

    /** Refreshed from half an hour on, served below an hour. */
    static final FreshnessPolicy PROFILES =
            FreshnessPolicy.refreshAfter(HALF_HOUR).expireAfter(HOUR);

    final ManualClock clock = ManualClock.at(START);
    final FakeDatabase database = new FakeDatabase();
    final List<ReadThroughEnded> served = new CopyOnWriteArrayList<>();
    final List<RefreshAdvanced> refreshes = new CopyOnWriteArrayList<>();
    final List<ReadThroughStoreFailed> storeFailures = new CopyOnWriteArrayList<>();
    final List<String> operations = new CopyOnWriteArrayList<>();
    final Storage storage = open();
    final DocumentCollection<Note> notes = storage.collection(NOTES);
    final AtomicInteger loads = new AtomicInteger();

    /** What is to run in the background. */
    final Queue<Runnable> background = new ArrayDeque<>();

    /** Opens the same database once more, as another process would. */
    Storage open() {
        return FakeStorage.open(
                database,
                StorageOptions.builder()
                        .clock(clock)
                        .outageRetry(Duration.ZERO)
                        .listener(new Recorder())
                        .build(),
                NOTES,
                ReadThrough.ABSENCES,
                Leases.COLLECTION);
    }

    ReadThroughBuilder<Note> builder(FreshnessPolicy policy, Loader<Note> loader) {
        return builder(storage, policy, loader);
    }

    ReadThroughBuilder<Note> builder(Storage of, FreshnessPolicy policy, Loader<Note> loader) {
        return ReadThrough.builder(of, NOTES, counted(loader)).policy(policy).executor(background::add);
    }

    ReadThrough<Note> profiles(Loader<Note> loader) {
        return builder(PROFILES, loader).build();
    }

    Loader<Note> counted(Loader<Note> loader) {
        return request -> {
            loads.incrementAndGet();
            return loader.load(request);
        };
    }

    static Loader<Note> answering(String text) {
        return request -> Loaded.of(new Note(text));
    }

    static Loader<Note> failing() {
        return request -> {
            throw new IOException("secret");
        };
    }

    /** Runs what is to run in the background, on this thread. */
    void runBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    List<ReadThroughEnded.Result> results() {
        return served.stream().map(ReadThroughEnded::result).toList();
    }

    List<RefreshAdvanced.Step> steps() {
        return refreshes.stream().map(RefreshAdvanced::step).toList();
    }

    @Override
    public void close() {
        storage.close();
    }

    /** Calls on threads of their own. */
    static final class Calls<R> {

        private final List<FutureTask<R>> tasks = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();

        void start(Callable<R> call) {
            FutureTask<R> task = new FutureTask<>(call);
            Thread thread = new Thread(task);
            tasks.add(task);
            threads.add(thread);
            thread.start();
        }

        /** Returns whether all of them wait for something; all but that many. */
        boolean allWaitBut(int others) {
            return threads.stream()
                            .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                            .count()
                    >= threads.size() - others;
        }

        List<R> results() throws Exception {
            List<R> results = new ArrayList<>();
            for (FutureTask<R> task : tasks) {
                results.add(task.get());
            }
            return results;
        }

        List<Throwable> failures() throws InterruptedException {
            List<Throwable> failures = new ArrayList<>();
            for (FutureTask<R> task : tasks) {
                try {
                    task.get();
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
            return failures;
        }
    }

    /** Waits until it holds; fails after a minute. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private final class Recorder implements StorageListener {

        @Override
        public void readThroughEnded(ReadThroughEnded ended) {
            served.add(ended);
        }

        @Override
        public void refreshAdvanced(RefreshAdvanced advanced) {
            refreshes.add(advanced);
        }

        @Override
        public void readThroughStoreFailed(ReadThroughStoreFailed failed) {
            storeFailures.add(failed);
        }

        @Override
        public void operationEnded(OperationEnded ended) {
            operations.add(ended.operation() + " " + ended.collection());
        }
    }
}
