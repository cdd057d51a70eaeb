// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one storage in a registry of Micrometer; {@code docs/operations.md} lists them.
 *
 * <pre>{@code
 * StorageMetrics metrics = StorageMetrics.builder(registry).build();
 * Storage storage = Storage.open(url, StorageOptions.builder().listener(metrics).build(), PLAYERS);
 * }</pre>
 *
 * <p>Meters and not observations: an observation makes several objects for each operation and asks every handler twice, which is a multiple of
 * what a get from an embedded file may cost. Traces are better taken around what a request asks of several storages and services.
 *
 * <p>Of operations, transactions and connections it hears while they happen. Gauges of the pool are read when they are asked for, without any
 * I/O. What takes asking the database (whether it is live, its log, numbers, sizes and ages of documents) is found out by a thread of its own, begun
 * by whoever asks for a gauge when the last findings are older than {@link Builder#refresh}: so nobody who scrapes waits for a database, and a
 * storage that nobody looks at is not asked. What is not known is {@code NaN}: before the first findings, when the storage is down, and when
 * findings have become three times as old as they should.
 *
 * <p>Threads: any number. Give each storage one of its own, with a tag that tells them apart where there are several in a registry. A storage
 * that is closed leaves its counters, and its gauges are {@code NaN}; when one with these tags is opened again, they are its gauges.
 */
public final class StorageMetrics implements StorageListener {

    private final Duration refresh;
    private final boolean documents;
    private final MeterRegistry registry;
    private final Tags tags;
    private volatile @Nullable BackendMeters meters;
    private final Object making = new Object();

    private StorageMetrics(Builder builder) {
        refresh = builder.refresh;
        documents = builder.documents;
        registry = builder.registry;
        tags = builder.tags;
    }

    /**
     * Begins with the defaults.
     *
     * @param registry where the meters are registered; it stays the caller's
     */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    private BackendMeters meters(String backend) {
        BackendMeters present = meters;
        return present != null ? present : made(backend);
    }

    private BackendMeters made(String backend) {
        synchronized (making) {
            BackendMeters present = meters;
            if (present == null) {
                present = new BackendMeters(registry, tags.and("backend", backend), new Findings(refresh, documents));
                meters = present;
            }
            return present;
        }
    }

    /** Finds out now, on this thread, what takes asking the database; for registries that push, before they do. Bounded by the storage's time-outs. */
    public void refresh() {
        BackendMeters present = meters;
        if (present != null) {
            present.findings().refresh();
        }
    }

    @Override
    public void operationEnded(OperationEnded ended) {
        meters(ended.backend()).operations().ended(ended);
    }

    @Override
    public void transactionEnded(TransactionEnded ended) {
        meters(ended.backend()).operations().ended(ended);
    }

    @Override
    public void waitEnded(WaitEnded ended) {
        meters(ended.backend()).ended(ended);
    }

    @Override
    public void connectEnded(ConnectEnded ended) {
        meters(ended.backend()).ended(ended);
    }

    @Override
    public void connectionDiscarded(ConnectionDiscarded discarded) {
        meters(discarded.backend()).discarded(discarded);
    }

    @Override
    public void batchEnded(BatchEnded ended) {
        meters(ended.backend()).ended(ended);
    }

    @Override
    public void checkpointEnded(CheckpointEnded ended) {
        meters(ended.backend()).ended(ended);
    }

    @Override
    public void standbyReadEnded(StandbyReadEnded ended) {
        meters(ended.backend()).ended(ended);
    }

    @Override
    public void spaceChanged(SpaceChanged changed) {
        meters(changed.backend()).changed(changed);
    }

    @Override
    public void readThroughEnded(ReadThroughEnded ended) {
        meters(ended.backend()).readThroughs().ended(ended);
    }

    @Override
    public void refreshAdvanced(RefreshAdvanced advanced) {
        meters(advanced.backend()).readThroughs().advanced(advanced);
    }

    @Override
    public void readThroughStoreFailed(ReadThroughStoreFailed failed) {
        meters(failed.backend()).readThroughs().failed(failed);
    }

    @Override
    public void opened(Storage storage, StorageOpened opened) {
        meters(opened.backend()).opened(storage, opened.collections());
    }

    @Override
    public void closed(StorageClosed closed) {
        meters(closed.backend()).findings().closed();
    }

    @Override
    public void retentionEnded(RetentionEnded ended) {
        meters(ended.backend()).retention().ended(ended);
    }

    /** Gathers options. Not for use by several threads. */
    public static final class Builder {

        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private Duration refresh = Duration.ofSeconds(30);
        private boolean documents = true;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Adds a tag to every meter, for instance a name that tells storages apart. */
        public Builder tag(String key, String value) {
            tags = tags.and(Tag.of(key, value));
            return this;
        }

        /**
         * Sets how old findings may be before the database is asked again; 30 seconds if not set. It is asked for a tenth of the time at most,
         * however long that takes.
         *
         * @throws ConfigurationException if it is not positive
         */
        public Builder refresh(Duration oldest) {
            if (oldest.isZero() || oldest.isNegative()) {
                throw new ConfigurationException("refresh", "is not positive");
            }
            refresh = oldest;
            return this;
        }

        /**
         * Sets whether numbers, sizes and ages of documents are asked for; {@code true} if not set. That reads every row of every collection
         * without its document: of many millions better not every half minute.
         */
        public Builder documents(boolean wanted) {
            documents = wanted;
            return this;
        }

        /** Returns the metrics, to be given to {@code StorageOptions.Builder.listener}. */
        public StorageMetrics build() {
            return new StorageMetrics(this);
        }
    }
}
