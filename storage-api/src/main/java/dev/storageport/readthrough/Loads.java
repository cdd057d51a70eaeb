// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.LoadFailedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.port.Headroom;
import dev.storageport.port.Quoted;
import dev.storageport.readthrough.Flights.Answer;
import dev.storageport.readthrough.Flights.Flight;
import dev.storageport.readthrough.Turns.Turn;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads one key, once for all who ask: on this thread, or by waiting for who does. */
final class Loads<T> {

    /** Why something is loaded. */
    enum Reason {
        /** Nothing that is stored may be served. */
        MISS,
        /** What is stored is stale, and was served. */
        STALE,
        /** Somebody wants it to be loaded. */
        ASKED
    }

    private final String collection;
    private final Loader<T> loader;
    private final FreshnessPolicy freshness;
    private final ReadThroughStore<T> store;
    private final Flights<T> flights;
    private final Turns turns;
    private final BackOff backOff;
    private final Duration waitAtMost;

    Loads(ReadThroughBuilder<T> options, ReadThroughStore<T> store, Flights<T> flights, Turns turns, BackOff backOff) {
        this.collection = options.spec().name();
        this.loader = options.loader();
        this.freshness = options.freshness();
        this.store = store;
        this.flights = flights;
        this.turns = turns;
        this.backOff = backOff;
        this.waitAtMost = options.patience();
    }

    /** Returns until when a call that begins now waits for others. */
    long deadline() {
        return System.nanoTime() + waitAtMost.toNanos();
    }

    /**
     * Loads, or waits until the deadline for who does. What has expired is the answer where the policy allows that and the source fails, or
     * another takes too long.
     */
    Answer<T> load(String key, Seen<T> seen, Reason reason, long deadline) {
        try {
            Answer<T> answer = loaded(key, seen, reason, deadline);
            if (answer != null) {
                return answer;
            }
        } catch (LoadFailedException failed) {
            if (reason != Reason.MISS) {
                throw failed;
            }
            return onError(seen).orElseThrow(() -> failed);
        }
        StorageTimeoutException late = new StorageTimeoutException(
                place(key) + ": is being loaded by another for longer than " + waitAtMost, null);
        if (reason != Reason.MISS) {
            throw late;
        }
        return onError(seen).orElseThrow(() -> late);
    }

    /**
     * Loads what was read as stale, unless it is being loaded, here or in another process, or somebody has written or deleted it since. Who
     * waits for this flight meanwhile, because the value has expired, then leads one of its own.
     */
    void refresh(String key, Seen<T> stale) {
        Headroom.require();
        Flight<T> mine = new Flight<>();
        if (flights.join(key, mine) == null) {
            led(key, mine, stale, Reason.STALE, deadline());
        }
    }

    /** Returns null if the deadline passes. */
    private @Nullable Answer<T> loaded(String key, Seen<T> seen, Reason reason, long deadline) {
        while (true) {
            Headroom.require();
            Flight<T> mine = new Flight<>();
            Flight<T> running = flights.join(key, mine);
            if (running == null) {
                return led(key, mine, seen, reason, deadline);
            }
            if (!hasEnded(key, running, deadline)) {
                return null;
            }
            Answer<T> answer = running.answer();
            if (answer != null) {
                return answer;
            }
            StorageException failure = running.failure();
            if (failure != null) {
                throw failure;
            }
            // Who led it had to leave.
        }
    }

    private boolean hasEnded(String key, Flight<T> running, long deadline) {
        try {
            return running.hasEnded(deadline);
        } catch (InterruptedException interrupted) {
            throw interrupted(key, interrupted);
        }
    }

    /** Returns null, and leaves who waits without an answer, if it came to nothing. */
    private @Nullable Answer<T> led(String key, Flight<T> flight, Seen<T> seen, Reason reason, long deadline) {
        try {
            Answer<T> answer = inTurn(key, seen, reason, deadline);
            if (answer != null) {
                flight.answer(answer);
            }
            return answer;
        } catch (Throwable failed) {
            settle(key, flight, failed);
            throw failed;
        } finally {
            flights.end(key, flight);
        }
    }

    /** Says what those who wait get: this failure, unless it is of this thread alone. */
    void settle(String key, Flight<T> flight, Throwable failed) {
        if (failed instanceof StorageInterruptedException) {
            return;
        }
        flight.fail(
                failed instanceof StorageException failure
                        ? failure.copy()
                        : new LoadFailedException(collection, key, failed));
    }

    private @Nullable Answer<T> inTurn(String key, Seen<T> first, Reason reason, long deadline) {
        Seen<T> before = first;
        Seen<T> seen = first;
        if (flights.rounds() != first.round()) { // a load that ended since may have stored what was not there
            seen = store.look(key, flights.rounds());
            if (reason == Reason.ASKED) {
                before = seen; // and is to be loaded all the same
            } else if (isSettled(before, seen, reason)) {
                return settled(seen, reason);
            }
        }
        for (int looks = 0; ; looks++) {
            Turn turn = turns.take(key);
            if (turn != null) {
                try (turn) {
                    return inItsTurn(key, before, seen, reason);
                }
            }
            if (reason == Reason.STALE || System.nanoTime() - deadline >= 0) {
                return null;
            }
            pause(key, looks);
            seen = store.look(key, flights.rounds());
            if (isSettled(before, seen, reason)) {
                return settled(seen, reason);
            }
        }
    }

    private @Nullable Answer<T> inItsTurn(String key, Seen<T> before, Seen<T> last, Reason reason) {
        Seen<T> seen = last;
        if (turns.areShared()) { // another process may have had its turn since
            seen = store.look(key, flights.rounds());
            if (isSettled(before, seen, reason)) {
                return settled(seen, reason);
            }
        }
        Loaded<T> loaded = ask(key, seen.stored());
        return store.keep(key, seen, loaded);
    }

    /** Returns whether what was to be loaded is there now, because somebody else has written or loaded it. */
    boolean isSettled(Seen<T> before, Seen<T> now, Reason reason) {
        Stored<T> stored = now.stored();
        return switch (reason) {
            case MISS -> stored == null ? now.absent() : freshness.isServed(stored.age(store.now()));
            case STALE -> now.hasChangedSince(before);
            case ASKED -> stored == null ? now.absent() : now.hasChangedSince(before);
        };
    }

    private @Nullable Answer<T> settled(Seen<T> now, Reason reason) {
        return reason == Reason.STALE ? null : storedAnswer(now);
    }

    private void pause(String key, int looks) {
        try {
            Turns.pause(looks);
        } catch (InterruptedException interrupted) {
            throw interrupted(key, interrupted);
        }
    }

    private Loaded<T> ask(String key, @Nullable Stored<T> stored) {
        Loaded<T> loaded;
        try {
            loaded = loader.load(new LoadRequest<>(key, Optional.ofNullable(stored)));
        } catch (Throwable failed) {
            throw failure(key, failed);
        }
        return checked(key, stored, loaded);
    }

    /** Returns what the loader answered if it makes sense. */
    Loaded<T> checked(String key, @Nullable Stored<T> stored, @Nullable Loaded<T> loaded) {
        if (loaded == null || (loaded.kind() == Loaded.Kind.NOT_CHANGED && stored == null)) {
            backOff.failed(key);
            throw new UsageException(place(key) + ": the loader answered "
                    + (loaded == null ? "null; there is Loaded.absent()" : "notChanged, and nothing is stored"));
        }
        return loaded;
    }

    /** Returns what a caller gets of what the loader threw; throws that itself if it is an error. */
    StorageException failure(String key, Throwable failed) {
        if (failed instanceof Error error) {
            backOff.failed(key);
            throw error;
        }
        if (failed instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return interrupted(key, failed);
        }
        backOff.failed(key);
        return new LoadFailedException(collection, key, failed);
    }

    /** Returns what is stored, as what a caller waited for. */
    Answer<T> storedAnswer(Seen<T> seen) {
        return new Answer<>(Result.MISS, Optional.ofNullable(seen.stored()).map(stored -> {
            Duration age = stored.age(store.now());
            return served(seen, stored, age, freshness.isStale(age));
        }));
    }

    /** Returns what has expired, if it may be served because loading failed. */
    Optional<Answer<T>> onError(Seen<T> seen) {
        Stored<T> stored = seen.stored();
        if (stored == null) {
            return Optional.empty();
        }
        Duration age = stored.age(store.now());
        return freshness.isServedOnError(age)
                ? Optional.of(new Answer<>(Result.STALE_ON_ERROR, Optional.of(served(seen, stored, age, true))))
                : Optional.empty();
    }

    Served<T> served(Seen<T> seen, Stored<T> stored, Duration age, boolean stale) {
        return new Served<>(stored.value(), seen.content(), stale, age, stored.updatedAt(), Served.Source.STORED);
    }

    /** Returns the failure of this thread alone, which keeps its flag. */
    private StorageInterruptedException interrupted(String key, Throwable cause) {
        Thread.currentThread().interrupt();
        return new StorageInterruptedException(
                place(key) + ": the thread was interrupted while the value was being loaded", cause);
    }

    private String place(String key) {
        return "collection " + collection + ", key " + Quoted.text(key);
    }
}
