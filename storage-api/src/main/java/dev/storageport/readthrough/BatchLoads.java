// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.StorageInterruptedException;
import dev.storageport.port.Headroom;
import dev.storageport.readthrough.Flights.Answer;
import dev.storageport.readthrough.Flights.Flight;
import dev.storageport.readthrough.Loads.Reason;
import dev.storageport.readthrough.Turns.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads several keys that may not be served: those that nobody loads, at once and as this thread's flights; then the others, by waiting for
 * who does. In this order, so that of two calls that wait for each other's keys each ends its own first.
 */
final class BatchLoads<T> {

    private final Loads<T> loads;
    private final ReadThroughStore<T> store;
    private final Flights<T> flights;
    private final Turns turns;
    private final @Nullable BatchLoader<T> loader;

    BatchLoads(
            Loads<T> loads,
            ReadThroughStore<T> store,
            Flights<T> flights,
            Turns turns,
            @Nullable BatchLoader<T> loader) {
        this.loads = loads;
        this.store = store;
        this.flights = flights;
        this.turns = turns;
        this.loader = loader;
    }

    /** What became of each key: an answer or a failure. */
    record Results<T>(Map<String, Answer<T>> answers, Map<String, RuntimeException> failures) {}

    /** One key that this thread leads. */
    private static final class Leg<T> {

        private final String key;
        private final Seen<T> before;
        private final Flight<T> flight = new Flight<>();
        private Seen<T> seen;
        private Turn turn = Turn.ALONE;

        Leg(String key, Seen<T> before) {
            this.key = key;
            this.before = before;
            this.seen = before;
        }
    }

    Results<T> load(Map<String, Seen<T>> wanted) {
        long deadline = loads.deadline();
        Results<T> results = new Results<>(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (loader == null) {
            await(wanted, results, deadline);
            return results;
        }
        Map<String, Seen<T>> others = new LinkedHashMap<>();
        List<Leg<T>> legs = new ArrayList<>(wanted.size());
        Headroom.require();
        try {
            wanted.forEach((key, seen) -> {
                Leg<T> leg = new Leg<>(key, seen);
                legs.add(leg); // before it has the key, which it then cannot keep
                if (flights.join(key, leg.flight) != null) {
                    others.put(key, seen);
                }
            });
            legs.removeIf(leg -> others.containsKey(leg.key));
            lead(loader, legs, others, results);
        } finally {
            end(legs);
        }
        await(others, results, deadline);
        return results;
    }

    private void lead(BatchLoader<T> batch, List<Leg<T>> legs, Map<String, Seen<T>> others, Results<T> results) {
        takeTurns(legs, others);
        lookAgain(legs);
        List<Leg<T>> left = new ArrayList<>();
        for (Leg<T> leg : legs) {
            if (loads.isSettled(leg.before, leg.seen, Reason.MISS)) {
                answer(leg, loads.storedAnswer(leg.seen), results);
            } else {
                left.add(leg);
            }
        }
        if (!left.isEmpty()) {
            ask(batch, left, results);
        }
    }

    /** Leaves the keys that another process loads to be waited for. */
    private void takeTurns(List<Leg<T>> legs, Map<String, Seen<T>> others) {
        for (Leg<T> leg : List.copyOf(legs)) {
            Turn turn = turns.take(leg.key);
            if (turn == null) {
                legs.remove(leg);
                flights.end(leg.key, leg.flight);
                others.put(leg.key, leg.before);
            } else {
                leg.turn = turn;
            }
        }
    }

    private void lookAgain(List<Leg<T>> legs) {
        long round = flights.rounds();
        List<String> keys = new ArrayList<>();
        for (Leg<T> leg : legs) {
            if (turns.areShared() || leg.before.round() != round) {
                keys.add(leg.key);
            }
        }
        if (!keys.isEmpty()) {
            Map<String, Seen<T>> seen = store.lookAll(keys, round);
            legs.forEach(leg -> leg.seen = seen.getOrDefault(leg.key, leg.seen));
        }
    }

    private void ask(BatchLoader<T> batch, List<Leg<T>> left, Results<T> results) {
        List<LoadRequest<T>> requests = new ArrayList<>();
        left.forEach(leg -> requests.add(new LoadRequest<>(leg.key, Optional.ofNullable(leg.seen.stored()))));
        Map<String, Loaded<T>> loaded;
        try {
            loaded = Objects.requireNonNull(batch.loadAll(requests), "the batch loader answered null");
        } catch (Throwable failed) {
            left.forEach(leg -> fail(leg, failed, results));
            return;
        }
        for (Leg<T> leg : left) {
            try {
                Loaded<T> its = loads.checked(
                        leg.key,
                        leg.seen.stored(),
                        loaded.containsKey(leg.key) ? loaded.get(leg.key) : Loaded.absent());
                answer(leg, store.keep(leg.key, leg.seen, its), results);
            } catch (StorageInterruptedException interrupted) {
                throw interrupted;
            } catch (RuntimeException failed) {
                loads.settle(leg.key, leg.flight, failed);
                results.failures().put(leg.key, failed);
            }
        }
    }

    private void fail(Leg<T> leg, Throwable failed, Results<T> results) {
        RuntimeException failure;
        try {
            failure = loads.failure(leg.key, failed);
        } catch (Error itself) {
            loads.settle(leg.key, leg.flight, itself);
            throw itself;
        }
        loads.settle(leg.key, leg.flight, failure);
        if (failure instanceof StorageInterruptedException) {
            throw failure; // of this thread, and so of all its keys
        }
        loads.onError(leg.seen)
                .ifPresentOrElse(
                        answer -> results.answers().put(leg.key, answer),
                        () -> results.failures().put(leg.key, failure));
    }

    private static <T> void answer(Leg<T> leg, Answer<T> answer, Results<T> results) {
        leg.flight.answer(answer);
        results.answers().put(leg.key, answer);
    }

    private void await(Map<String, Seen<T>> wanted, Results<T> results, long deadline) {
        wanted.forEach((key, seen) -> {
            try {
                results.answers().put(key, loads.load(key, seen, Reason.MISS, deadline));
            } catch (StorageInterruptedException interrupted) {
                throw interrupted;
            } catch (RuntimeException failed) {
                results.failures().put(key, failed);
            }
        });
    }

    /** The flights first, and by an index: that neither allocates nor fails. A lease that is not given back then ends by itself. */
    private void end(List<Leg<T>> legs) {
        for (int i = 0; i < legs.size(); i++) {
            Leg<T> leg = legs.get(i);
            flights.end(leg.key, leg.flight);
        }
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).turn.close();
        }
    }
}
