// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UsageException;
import dev.storageport.lease.Leases;
import dev.storageport.port.BackgroundThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a {@link ReadThrough} is made of. Not for use by several threads.
 *
 * @param <T> the type of the values
 */
public final class ReadThroughBuilder<T> {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Storage storage;
    private final CollectionSpec<T> spec;
    private final Loader<T> loader;
    private @Nullable FreshnessPolicy policy;
    private @Nullable BatchLoader<T> batchLoader;
    private boolean contents;
    private StoreFailurePolicy storeFailurePolicy = StoreFailurePolicy.SERVE;
    private @Nullable Leases leases;
    private Duration leaseDuration = Duration.ZERO;
    private @Nullable Duration waitAtMost;
    private int concurrency = 10;
    private int queueCapacity = 1_000;
    private Duration initialBackOff = Duration.ofSeconds(1);
    private Duration longestBackOff = Duration.ofMinutes(5);
    private Duration closeGrace = Duration.ofSeconds(5);
    private @Nullable Executor executor;

    ReadThroughBuilder(Storage storage, CollectionSpec<T> spec, Loader<T> loader) {
        this.storage = Objects.requireNonNull(storage, "storage");
        this.spec = Objects.requireNonNull(spec, "spec");
        this.loader = Objects.requireNonNull(loader, "loader");
    }

    /** Sets how old what is stored may be. Required. */
    public ReadThroughBuilder<T> policy(FreshnessPolicy freshness) {
        policy = Objects.requireNonNull(freshness, "policy");
        return this;
    }

    /** Sets who asks the source for several values at once; the loader, for one after another, if not set. */
    public ReadThroughBuilder<T> batchLoader(BatchLoader<T> batch) {
        batchLoader = Objects.requireNonNull(batch, "batchLoader");
        return this;
    }

    /**
     * Has contents read and served with their values; without this, a content is stored and never read. Several values are then read one by
     * one.
     */
    public ReadThroughBuilder<T> contents() {
        contents = true;
        return this;
    }

    /** Sets what becomes of callers when the storage cannot be used; {@link StoreFailurePolicy#SERVE} if not set. */
    public ReadThroughBuilder<T> onStoreFailure(StoreFailurePolicy onFailure) {
        storeFailurePolicy = Objects.requireNonNull(onFailure, "onStoreFailure");
        return this;
    }

    /**
     * Has processes agree on who loads a key: the one that has its lease, while the others look now and then whether the value is there. If not
     * set, each process loads for itself. Costs a load two writes and a read more.
     *
     * @param ofStorage leases in the same database
     * @param duration after what time others load if a process crashed while it did: longer than loading ever takes, or others load too
     */
    public ReadThroughBuilder<T> leases(Leases ofStorage, Duration duration) {
        leases = Objects.requireNonNull(ofStorage, "leases");
        leaseDuration = positive("leases", duration);
        return this;
    }

    /**
     * Sets how long a caller waits for a load of another thread or process, before it gets what has expired, if the policy allows that, or a
     * {@link StorageTimeoutException}. If not set, 30 seconds, or twice the duration of a lease if that is longer. How long its own load takes
     * is for the loader to bound.
     *
     * @throws ConfigurationException if it is not positive, or longer than a day
     */
    public ReadThroughBuilder<T> waitAtMost(Duration bound) {
        waitAtMost = positive("waitAtMost", bound);
        return this;
    }

    /**
     * Sets how many keys are refreshed in the background at once; 10 if not set.
     *
     * @throws ConfigurationException if it is not positive
     */
    public ReadThroughBuilder<T> concurrency(int keys) {
        concurrency = positive("concurrency", keys);
        return this;
    }

    /**
     * Sets how many keys may wait to be refreshed in the background; 1,000 if not set. What comes then is dropped: the next read of a stale
     * value tries again.
     *
     * @throws ConfigurationException if it is not positive
     */
    public ReadThroughBuilder<T> queueCapacity(int keys) {
        queueCapacity = positive("queueCapacity", keys);
        return this;
    }

    /**
     * Sets for how long a key is left alone after a load of it failed, or what was loaded could not be stored, by the storage's clock: a stale
     * value is not refreshed, and an expired one that may be served on errors is, without another try. A caller for whom there is nothing to be served always tries. From one second
     * to five minutes if not set.
     *
     * @param initial after the first failure; each further one doubles it
     * @param longest never more than this
     * @throws ConfigurationException if the first is not positive, or the second below it or longer than a day
     */
    public ReadThroughBuilder<T> backOff(Duration initial, Duration longest) {
        initialBackOff = positive("backOff", initial);
        longestBackOff = positive("backOff", longest);
        if (longest.compareTo(initial) < 0) {
            throw new ConfigurationException("backOff", "the longest is below the initial one");
        }
        return this;
    }

    /**
     * Sets what runs refreshes; it stays the caller's. If not set, threads of the library's own, virtual ones where the JDK has them, which
     * come with work and end without.
     *
     * @param ofApplication gets at most as many works at once as there may be refreshes; what it rejects is dropped
     */
    public ReadThroughBuilder<T> executor(Executor ofApplication) {
        executor = Objects.requireNonNull(ofApplication, "executor");
        return this;
    }

    /**
     * Sets how long {@link ReadThrough#close()} lets refreshes run on before it interrupts them; five seconds if not set. Closing the storage
     * waits for this within its own {@linkplain dev.storageport.StorageOptions.Builder#closeGrace grace}.
     *
     * @throws ConfigurationException if it is negative, or longer than a day
     */
    public ReadThroughBuilder<T> closeGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new ConfigurationException("closeGrace", "is negative");
        }
        closeGrace = bounded("closeGrace", grace);
        return this;
    }

    private static Duration positive(String option, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new ConfigurationException(option, "is not positive");
        }
        return bounded(option, duration);
    }

    private static Duration bounded(String option, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(option, "is longer than " + LONGEST);
        }
        return duration;
    }

    private static int positive(String option, int number) {
        if (number <= 0) {
            throw new ConfigurationException(option, "is not positive");
        }
        return number;
    }

    /**
     * Returns the read-through, which the storage closes before itself.
     *
     * @throws ConfigurationException if no policy was set
     * @throws UsageException if the collection, or {@link ReadThrough#ABSENCES} where the policy has negatives, was not declared when the
     *     storage was opened
     * @throws StorageClosedException if the storage is closed
     */
    public ReadThrough<T> build() {
        if (policy == null) {
            throw new ConfigurationException("policy", "is missing");
        }
        return new ServingReadThrough<>(this);
    }

    Storage storage() {
        return storage;
    }

    CollectionSpec<T> spec() {
        return spec;
    }

    Loader<T> loader() {
        return loader;
    }

    FreshnessPolicy freshness() {
        return Objects.requireNonNull(policy, "policy");
    }

    @Nullable
    BatchLoader<T> batchLoader() {
        return batchLoader;
    }

    boolean hasContents() {
        return contents;
    }

    StoreFailurePolicy storeFailurePolicy() {
        return storeFailurePolicy;
    }

    @Nullable
    Leases leases() {
        return leases;
    }

    Duration leaseDuration() {
        return leaseDuration;
    }

    Duration patience() {
        Duration twice = leaseDuration.multipliedBy(2);
        if (waitAtMost != null) {
            return waitAtMost;
        }
        return twice.compareTo(PATIENCE) > 0 ? twice : PATIENCE;
    }

    int concurrency() {
        return concurrency;
    }

    int queueCapacity() {
        return queueCapacity;
    }

    Duration initialBackOff() {
        return initialBackOff;
    }

    Duration longestBackOff() {
        return longestBackOff;
    }

    Duration grace() {
        return closeGrace;
    }

    Executor executor() {
        return executor == null ? new BackgroundThreads("storageport-refresh") : executor;
    }
}
