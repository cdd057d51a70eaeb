// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.Stored;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.port.Closing;
import dev.storageport.readthrough.Flights.Answer;
import dev.storageport.readthrough.Loads.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves what is stored where it may be, and leaves the rest to {@link Loads}.
 *
 * <pre>
 *   get ── ReadThroughStore.document ── fresh ──► served
 *                  │                     stale ──► served, and RefreshQueue ── Loads, in the background
 *                  └ missing, expired ──► Absences ──► Loads ── Flights ── Turns ── Loader ── ReadThroughStore.keep
 * </pre>
 */
final class ServingReadThrough<T> implements ReadThrough<T> {

    private final Storage storage;
    private final String collection;
    private final FreshnessPolicy freshness;
    private final Duration closeGrace;
    private final Telling telling;
    private final ReadThroughStore<T> store;
    private final Flights<T> flights = new Flights<>();
    private final BackOff backOff;
    private final Loads<T> loads;
    private final BatchLoads<T> batchLoads;
    private final RefreshQueue refreshes;
    private volatile boolean closed;

    ServingReadThrough(ReadThroughBuilder<T> options) {
        storage = options.storage();
        freshness = options.freshness();
        closeGrace = options.grace();
        collection = options.spec().name();
        DocumentCollection<T> documents = storage.collection(options.spec());
        telling = new Telling(storage, collection);
        backOff = new BackOff(storage.clock(), options.initialBackOff(), options.longestBackOff());
        store = new ReadThroughStore<>(
                options,
                documents,
                freshness.keepsAbsences() ? new Absences(storage, collection) : null,
                storage.clock(),
                telling,
                backOff);
        Turns turns = new Turns(options.leases(), options.leaseDuration(), collection, store);
        loads = new Loads<>(options, store, flights, turns, backOff);
        batchLoads = new BatchLoads<>(loads, store, flights, turns, options.batchLoader());
        refreshes = new RefreshQueue(options.concurrency(), options.queueCapacity(), options.executor(), telling);
        storage.closeFirst(this);
    }

    @Override
    public Optional<Served<T>> get(String key) {
        long begun = telling.begun();
        try {
            checkOpen();
            Seen<T> seen = store.document(key, flights.rounds());
            Stored<T> stored = seen.stored();
            if (stored != null) {
                Duration age = stored.age(store.now());
                if (freshness.isServed(age)) {
                    return Optional.of(served(key, seen, stored, age, begun));
                }
            }
            Answer<T> answer = missed(key, store.orAbsence(key, seen));
            telling.served(begun, answer);
            return answer.value();
        } catch (Throwable failed) {
            telling.failed(begun);
            throw failed;
        }
    }

    private Served<T> served(String key, Seen<T> seen, Stored<T> stored, Duration age, long begun) {
        boolean stale = freshness.isStale(age);
        if (stale) {
            refreshStale(key, stored.revision());
        }
        telling.served(begun, stale ? Result.STALE : Result.HIT, age);
        return loads.served(seen, stored, age, stale);
    }

    private Answer<T> missed(String key, Seen<T> seen) {
        Answer<T> known = withoutLoading(key, seen);
        return known != null ? known : loads.load(key, seen, Reason.MISS, loads.deadline());
    }

    /** Returns what is known well enough: that there is nothing, or that loading failed just now and what has expired may be served. */
    private @Nullable Answer<T> withoutLoading(String key, Seen<T> seen) {
        if (seen.absent()) {
            return new Answer<>(Result.NEGATIVE, Optional.empty());
        }
        return backOff.holds(key) ? loads.onError(seen).orElse(null) : null;
    }

    @Override
    public Map<String, Served<T>> getAll(Collection<String> keys) {
        long begun = telling.begun();
        Collection<String> each = new LinkedHashSet<>(keys);
        Map<String, Answer<T>> answers = new LinkedHashMap<>();
        BatchLoads.Results<T> loaded;
        try {
            checkOpen();
            Map<String, Seen<T>> missing = new LinkedHashMap<>();
            store.lookAll(each, flights.rounds()).forEach((key, seen) -> {
                Answer<T> answer = withoutWaiting(key, seen);
                if (answer == null) {
                    missing.put(key, seen);
                } else {
                    answers.put(key, answer);
                }
            });
            loaded = batchLoads.load(missing);
            answers.putAll(loaded.answers());
        } catch (Throwable failed) {
            each.forEach(key -> telling.failed(begun));
            throw failed;
        }
        return results(each, answers, loaded.failures(), begun);
    }

    private @Nullable Answer<T> withoutWaiting(String key, Seen<T> seen) {
        Stored<T> stored = seen.stored();
        if (stored != null) {
            Duration age = stored.age(store.now());
            if (freshness.isServed(age)) {
                boolean stale = freshness.isStale(age);
                if (stale) {
                    refreshStale(key, stored.revision());
                }
                return new Answer<>(
                        stale ? Result.STALE : Result.HIT, Optional.of(loads.served(seen, stored, age, stale)));
            }
        }
        return withoutLoading(key, seen);
    }

    /** Tells of each key, and throws what came first if a key has no answer. */
    private Map<String, Served<T>> results(
            Collection<String> keys,
            Map<String, Answer<T>> answers,
            Map<String, RuntimeException> failures,
            long begun) {
        Map<String, Served<T>> served = new LinkedHashMap<>();
        RuntimeException first = null;
        for (String key : keys) {
            Answer<T> answer = answers.get(key);
            if (answer != null) {
                telling.served(begun, answer);
                answer.value().ifPresent(value -> served.put(key, value));
                continue;
            }
            telling.failed(begun);
            RuntimeException failure = failures.get(key);
            if (first == null) {
                first = failure;
            } else if (failure != null) {
                Closing.suppress(first, failure);
            }
        }
        if (first != null) {
            throw first;
        }
        return served;
    }

    @Override
    public Optional<Served<T>> refresh(String key) {
        checkOpen();
        Seen<T> seen = store.look(key, flights.rounds());
        return loads.load(key, seen, Reason.ASKED, loads.deadline()).value();
    }

    private void refreshStale(String key, long revision) {
        if (!backOff.holds(key)) {
            refreshes.offer(key, stale -> {
                Seen<T> seen = read(stale);
                Stored<T> stored = seen.stored();
                if (stored != null && stored.revision() == revision) { // or somebody has written it
                    loads.refresh(stale, seen);
                }
            });
        }
    }

    @Override
    public boolean refreshLater(String key) {
        checkOpen();
        return refreshes.offer(key, asked -> loads.load(asked, read(asked), Reason.ASKED, loads.deadline()));
    }

    /** Looks before something is refreshed in the background, which nobody waits for: so it need not be loaded if it cannot be read. */
    private Seen<T> read(String key) {
        Seen<T> seen = store.look(key, flights.rounds());
        RuntimeException failure = seen.failure();
        if (failure != null) {
            backOff.failed(key);
            throw failure;
        }
        return seen;
    }

    @Override
    public Status status() {
        return refreshes.status();
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the read-through is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        refreshes.close(closeGrace);
        storage.forget(this);
    }

    /** Returns the collection. */
    @Override
    public String toString() {
        return "ReadThrough[" + collection + "]";
    }
}
