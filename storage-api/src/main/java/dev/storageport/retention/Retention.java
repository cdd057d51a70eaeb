// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.CollectionSpec;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.UsageException;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Removes from the collections of a storage what their policies do not keep, now or every so often, beside whoever reads and writes: in
 * batches with pauses between them, each batch a transaction of its own. A document that is written before its batch removes it, so that
 * its policy keeps it again, stays. Whatever ends a run, what it removed stays removed, and the next run goes on.
 *
 * <pre>
 *   runOnce, or every so often ─► each collection: lease ─► each policy: which? ─► batch, pause, batch, pause, … ─► report
 * </pre>
 *
 * <p>Of several processes, give each a {@linkplain Builder#lease lease} from the database: then one of them at a time removes documents of a
 * collection. Any number of threads may use this; of several runs of one object in a collection, all but the first find it held.
 */
public final class Retention implements AutoCloseable {

    /** How long closing waits for a batch that is under way; far longer than a batch takes. */
    private static final Duration CLOSES = Duration.ofSeconds(10);

    private final Storage storage;
    private final List<CollectionRetention<?>> collections;
    private final Optional<Leases> leases;
    private final Duration leaseDuration;
    private final Pace pace;
    private final double atMostShare;
    private final Schedule schedule;
    private final CountDownLatch closing;

    /** Held by the run that is under way. */
    private final ReentrantLock running = new ReentrantLock();

    private volatile @Nullable RetentionReport lastReport;

    private Retention(Builder builder) {
        this.storage = builder.storage;
        this.collections = List.copyOf(builder.collections.values());
        this.leases = builder.leases;
        this.leaseDuration = builder.leaseDuration;
        this.closing = new CountDownLatch(1);
        this.pace = new Pace(builder.batchSize, builder.pause, closing);
        this.atMostShare = builder.atMostShare;
        this.schedule = new Schedule(this::runOnce, builder.every, builder.jitter);
    }

    /** Begins to describe what a storage does not keep. */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * Removes what the policies do not keep, on this thread, which waits in the pauses. What fails in one collection is told by the report and
     * does not keep the others from their turn.
     *
     * @return what was removed, and what failed
     * @throws UsageException if this is closed
     */
    public RetentionReport runOnce() {
        if (pace.isClosing()) {
            throw new UsageException("retention: is closed");
        }
        Instant began = storage.clock().instant();
        long begun = System.nanoTime();
        boolean first = !running.isHeldByCurrentThread() && running.tryLock(); // a listener may call this
        try {
            List<RetentionEnded> ended = new ArrayList<>();
            for (CollectionRetention<?> collection : collections) {
                RetentionEnded result = first ? run(collection) : collection.notRun(storage, Outcome.HELD, null);
                ended.add(result);
                storage.listener().retentionEnded(result);
            }
            RetentionReport report = new RetentionReport(began, Duration.ofNanos(System.nanoTime() - begun), ended);
            lastReport = report;
            return report;
        } finally {
            if (first) {
                running.unlock();
            }
        }
    }

    private RetentionEnded run(CollectionRetention<?> collection) {
        if (collection.isOff()) {
            return collection.notRun(storage, Outcome.OFF, null);
        }
        if (pace.isClosing()) {
            return collection.notRun(storage, Outcome.STOPPED, null);
        }
        try {
            Optional<Lease> lease = leases.flatMap(lent -> lent.tryAcquire(collection.leaseName(), leaseDuration));
            if (leases.isPresent() && lease.isEmpty()) {
                return collection.notRun(storage, Outcome.HELD, null);
            }
            try (HeldLease held = new HeldLease(lease, leaseDuration, storage.clock())) {
                return collection.run(storage, held, pace, atMostShare);
            }
        } catch (StorageClosedException
                | StorageInterruptedException stopped) { // before anything was removed, as below
            return collection.notRun(storage, Outcome.STOPPED, stopped);
        } catch (StorageException failed) {
            return collection.notRun(storage, Outcome.FAILED, failed);
        }
    }

    /** Returns what the last run that ended did; empty if none has. */
    public Optional<RetentionReport> lastReport() {
        return Optional.ofNullable(lastReport);
    }

    /**
     * Runs every so often from now on, on a thread of its own: first after a random part of the interval, so that processes that start together do
     * not run together. A run that fails is logged and told, and the next one comes. Ends when this or the storage is closed.
     *
     * @throws UsageException if it was started before, or is closed
     */
    public void start() {
        schedule.start();
        endWithStorage();
    }

    /**
     * Runs every so often from now on, on a thread of the application's; otherwise as {@link #start()}. A run occupies that thread for as long as
     * it takes, pauses among it.
     *
     * @param scheduler is not closed by this; ends it when it is shut down
     * @throws UsageException if it was started before, or is closed, or the scheduler is shut down
     */
    public void start(ScheduledExecutorService scheduler) {
        schedule.start(scheduler);
        endWithStorage();
    }

    private void endWithStorage() {
        try {
            storage.closeFirst(this);
        } catch (StorageClosedException closed) {
            close();
            throw closed;
        }
    }

    /**
     * Ends it: no run begins any more, and one that is under way ends after its batch, for which this waits some seconds at most. Safe to call
     * twice and from any thread.
     */
    @Override
    public void close() {
        closing.countDown();
        schedule.close();
        storage.forget(this);
        if (!running.isHeldByCurrentThread()) { // or else it would wait for itself
            awaitRun();
            schedule.interrupt();
        }
    }

    private void awaitRun() {
        try {
            if (running.tryLock(CLOSES.toNanos(), TimeUnit.NANOSECONDS)) {
                running.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the policies. */
    @Override
    public String toString() {
        return "Retention" + collections;
    }

    /** Gathers policies and pace. Not for use by several threads. */
    public static final class Builder {

        private static final Duration DAY = Duration.ofDays(1);
        private static final int BATCH = 20;
        private static final Duration PAUSE = Duration.ofMillis(10);

        private final Storage storage;
        private final Map<String, CollectionRetention<?>> collections = new LinkedHashMap<>();
        private Duration every = DAY;
        private double jitter = 0.1;
        private int batchSize = BATCH;
        private Duration pause = PAUSE;
        private double atMostShare = 0.5;
        private Optional<Leases> leases = Optional.empty();
        private Duration leaseDuration = Duration.ZERO;

        private Builder(Storage storage) {
            this.storage = storage;
        }

        /**
         * Adds a policy of a collection. One that has several keeps what all of them keep; they are applied in the order in which they are added.
         *
         * @throws UsageException if the collection was not declared when the storage was opened
         */
        public <T> Builder policy(CollectionSpec<T> spec, RetentionPolicy<? super T> policy) {
            storage.collection(spec);
            @SuppressWarnings("unchecked") // a storage has one spec of each name
            CollectionRetention<T> known = (CollectionRetention<T>) collections.get(spec.name());
            CollectionRetention<T> present = known == null ? new CollectionRetention<>(spec, List.of()) : known;
            collections.put(spec.name(), present.with(policy));
            return this;
        }

        /**
         * Sets how often it runs when it is started, from the end of one run to the beginning of the next; a day if not set.
         *
         * @throws InvalidValueException if it is not positive, or longer than a hundred years
         */
        public Builder every(Duration interval) {
            if (interval.isZero() || interval.isNegative()) {
                throw new InvalidValueException("every", "is not positive");
            }
            if (interval.compareTo(Pace.LONGEST) > 0) {
                throw new InvalidValueException("every", "is longer than a hundred years");
            }
            every = interval;
            return this;
        }

        /**
         * Sets by which share of the interval it is longer or shorter at most, at random each time; a tenth if not set.
         *
         * @param share from 0 to 1
         * @throws InvalidValueException if it is not
         */
        public Builder jitter(double share) {
            jitter = share("jitter", share);
            return this;
        }

        /**
         * Sets how many documents a batch removes at most; 20 if not set. On SQLite nobody else writes while a batch is removed.
         *
         * @throws InvalidValueException if it is not positive
         */
        public Builder batchSize(int documents) {
            batchSize = new Pace(documents, pause, new CountDownLatch(1)).batchSize();
            return this;
        }

        /**
         * Sets how long others have the database for themselves between two batches, at least: after a batch that took long it is three times as
         * long as that. 10 ms if not set.
         *
         * @param duration the pause; zero: none at all
         * @throws InvalidValueException if it is negative, or longer than a hundred years
         */
        public Builder pause(Duration duration) {
            pause = new Pace(batchSize, duration, new CountDownLatch(1)).pause();
            return this;
        }

        /**
         * Sets which share of a collection has expired at most if a run is to remove it; a half if not set. More is refused as a whole and told as
         * a failure, since it may come of a clock that is wrong; up to 1,000 documents are always removed. Policies by number and size know
         * no clock, and are not bound by this; nor are those {@linkplain RetentionPolicy#ofAnyShare of any share}.
         *
         * @param share from 0 to 1, which is any share
         * @throws InvalidValueException if it is not
         */
        public Builder atMostShare(double share) {
            atMostShare = share("atMostShare", share);
            return this;
        }

        /**
         * Lets one process at a time remove documents of a collection. Not set: every process that runs does.
         *
         * @param leases those of this storage
         * @param duration after which another process may go on if this one has died; renewed between batches, so it has to be longer than
         *     counting the documents of a collection takes
         * @throws InvalidValueException if the duration is not from {@link Leases#SHORTEST} to {@link Leases#LONGEST}
         */
        public Builder lease(Leases leases, Duration duration) {
            if (duration.compareTo(Leases.SHORTEST) < 0 || duration.compareTo(Leases.LONGEST) > 0) {
                throw new InvalidValueException("lease", "is not from " + Leases.SHORTEST + " to " + Leases.LONGEST);
            }
            this.leases = Optional.of(leases);
            this.leaseDuration = duration;
            return this;
        }

        private static double share(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new InvalidValueException(name, "is not from 0 to 1");
            }
            return share;
        }

        /**
         * Returns the retention, which does nothing until it is run or started.
         *
         * @throws UsageException if there is no policy
         */
        public Retention build() {
            if (collections.isEmpty()) {
                throw new UsageException("retention: has no policy");
            }
            return new Retention(this);
        }
    }
}
