// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes every declared index: passes over the records that are stale in it, in key order and in batches, each a transaction, until
 * a pass finds none. There is no state but the records themselves, so it goes on where it was after any interruption.
 */
final class OnlineIndexBuild {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final int SETTLED = 1000;
    private static final int PASSES = 100;
    private static final int LARGEST_BATCH = 500;
    private static final long BATCH_CHARACTERS = 4L * 1024 * 1024;
    private static final int NAMED_KEYS = 5;

    /** How many records are reindexed as one step where values moved between records of different batches. */
    private static final int MOVED = 10_000;

    private final RetryingPort retrying;
    private final DeclaredCollections collections;
    private final Listeners listeners;

    OnlineIndexBuild(RetryingPort retrying, DeclaredCollections collections, Listeners listeners) {
        this.retrying = retrying;
        this.collections = collections;
        this.listeners = listeners;
    }

    /**
     * Completes the indexes of a storage that is being opened. A unique index that was added now and that the documents do not allow is
     * taken away again.
     *
     * @param added what opening added to the database
     */
    void atOpen(Catalog added) {
        try {
            all();
        } catch (UniqueViolationException refused) {
            for (CollectionDefinition collection : added.collections()) {
                for (IndexDefinition index : collection.indexes()) {
                    if (collection.name().equals(refused.collection())
                            && index.name().equals(refused.index())) {
                        retrying.port().dropIndex(collection.name(), index);
                    }
                }
            }
            throw refused;
        }
    }

    /** Completes every index and returns how many records were brought in. */
    long all() {
        long reindexed = 0;
        for (CollectionDefinition incomplete :
                retrying.incomplete(collections.catalog()).collections()) {
            CollectionDefinition collection =
                    collections.declared(incomplete.name()).orElseThrow().definition();
            for (IndexDefinition index : incomplete.valueIndexes()) {
                reindexed += build(collection, index);
            }
        }
        return reindexed;
    }

    /**
     * Passes over the records until a pass finds next to nothing. Others may go on writing without the index for ever; what they write is
     * brought in by the queries that meet it.
     */
    private long build(CollectionDefinition collection, IndexDefinition index) {
        Run run = new Run(collection, index);
        if (run.next().isEmpty()) {
            return 0;
        }
        LOG.info("Building index {} of collection {}", index.name(), collection.name());
        run.total = retrying.count(collection);
        for (int pass = 1; ; pass++) {
            long before = run.done;
            while (run.step(run.size)) {
                run.report(false);
            }
            boolean settled = run.done - before < SETTLED;
            if (pass > 1 && settled) {
                run.report(true);
                LOG.info("Built index {} of collection {}: {} documents", index.name(), collection.name(), run.done);
                return run.done;
            } else if (pass == PASSES) {
                throw new IndexNotReadyException(collection.name(), index.name());
            }
            run.after = Optional.empty(); // Once more from the beginning, for what was written behind this pass.
        }
    }

    /** One index being built. */
    private final class Run {

        private final CollectionDefinition collection;
        private final IndexDefinition index;
        private final Reindexer<?> reindexer;
        private final String operation;
        private final long begun = System.nanoTime();
        private Optional<String> after = Optional.empty();
        private long done;
        private long total;
        private int size = 1;

        Run(CollectionDefinition collection, IndexDefinition index) {
            this.collection = collection;
            this.index = index;
            this.reindexer = collections.reindexer(collection.name());
            this.operation = "building index " + index.name() + " of collection " + collection.name();
        }

        /** Reindexes the next records, at most so many; returns whether there were any. */
        boolean step(int most) {
            Reindexer.Batch batch;
            try {
                batch = attempt(most);
            } catch (UniqueViolationException violation) {
                done += moved(violation);
                return true;
            }
            if (batch.last().isEmpty()) {
                return false;
            }
            done += batch.reindexed();
            after = batch.last();
            size = fitting(batch, most);
            return true;
        }

        /** Returns how many records the next batch may have, to be as large as it should be, if they are like those of this one. */
        private static int fitting(Reindexer.Batch batch, int most) {
            return (int) Math.max(
                    1, Math.min(LARGEST_BATCH, BATCH_CHARACTERS * most / Math.max(1, batch.characters())));
        }

        private Reindexer.Batch attempt(int size) {
            return retrying.sweep(operation, operations -> reindexer.batch(operations, index.name(), after, size));
        }

        /** Reindexes from the beginning, for values that others moved between records since these were in the index. */
        private long moved(UniqueViolationException violation) {
            try {
                return retrying.sweep(
                        operation,
                        operations ->
                                reindexer.all(operations, index.name(), MOVED).reindexed());
            } catch (UniqueViolationException notMoved) {
                throw collisions(violation);
            }
        }

        /** Goes on, to name the first documents that another one keeps out: in batches, and one by one where a batch is refused. */
        private UniqueViolationException collisions(UniqueViolationException first) {
            List<String> keys = new ArrayList<>();
            int most = 1;
            while (keys.size() < NAMED_KEYS) {
                Optional<String> next = next();
                if (next.isEmpty()) {
                    break;
                }
                try {
                    Reindexer.Batch batch = attempt(most);
                    after = batch.last().or(() -> next);
                    most = Math.min(2 * most, fitting(batch, most));
                } catch (UniqueViolationException violation) {
                    if (!violation.index().equals(first.index())) {
                        return violation;
                    }
                    if (most == 1) {
                        keys.add(next.get());
                        after = next;
                    }
                    most = 1;
                }
            }
            return UniqueViolationException.ofStored(first, keys);
        }

        private Optional<String> next() {
            return retrying.staleRecords(collection, index.name(), after, 1).stream()
                    .findFirst()
                    .map(entry -> entry.key());
        }

        void report(boolean finished) {
            listeners.indexBuildAdvanced(new IndexBuildAdvanced(
                    retrying.port().backend(),
                    collection.name(),
                    index.name(),
                    done,
                    total,
                    finished,
                    Duration.ofNanos(System.nanoTime() - begun)));
        }
    }
}
