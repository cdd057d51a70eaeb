// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Query;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One session of an {@link Interleaving}: its steps, its operations on the items, and what they showed. Only numbers are noted, because
 * revisions and times differ from run to run.
 */
final class SessionLog {

    private final String session;
    private final @Nullable StepScheduler scheduler;
    private final List<String> seen = new ArrayList<>();
    private @Nullable DocumentCollection<Item> items;

    SessionLog(String session, @Nullable StepScheduler scheduler) {
        this.session = session;
        this.scheduler = scheduler;
    }

    /** Begins an attempt: what an earlier one saw does not count. */
    SessionLog on(DocumentCollection<Item> attempted) {
        items = attempted;
        seen.clear();
        return this;
    }

    List<String> seen() {
        return List.copyOf(seen);
    }

    /** Begins a step of the whole interleaving. */
    void step(int number) {
        if (scheduler == null) {
            return;
        }
        try {
            scheduler.begin(session, number);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    DocumentCollection<Item> items() {
        if (items == null) {
            throw new AssertionError("a session outside of its attempts");
        }
        return items;
    }

    private <R> R saw(String operation, R result) {
        seen.add(operation + ": " + result);
        return result;
    }

    /** Returns the item's number; -1: there is none. */
    int get(String key) {
        return saw("get " + key, number(items().get(key)));
    }

    Map<String, Integer> getAll(String... keys) {
        return saw("getAll", numbers(items().getAll(List.of(keys)).values()));
    }

    Map<String, Integer> find(Query<? super Item> query) {
        return saw("find", numbers(items().find(query)));
    }

    Map<String, Integer> stream(Query<? super Item> query) {
        try (Stream<Stored<Item>> stream = items().stream(query)) {
            return saw("stream", numbers(stream.toList()));
        }
    }

    long count(Condition<? super Item> condition) {
        return saw("count", items().count(condition));
    }

    boolean exists(Condition<? super Item> condition) {
        return saw("exists", items().exists(condition));
    }

    Map<String, Long> countByGroup() {
        return saw("countBy", items().countBy(Item.GROUP));
    }

    void put(String key, int number) {
        put(key, Item.of(number));
    }

    void put(String key, Item item) {
        items().put(key, item);
    }

    boolean insert(String key, Item item) {
        return saw("insert " + key, items().insert(key, item).isPresent());
    }

    int update(String key, UnaryOperator<Item> change) {
        return saw("update " + key, number(items().update(key, change)));
    }

    boolean delete(String key) {
        return saw("delete " + key, items().delete(key));
    }

    long delete(Query<? super Item> query) {
        return saw("delete", items().delete(query));
    }

    private static int number(Optional<Stored<Item>> found) {
        return found.map(stored -> stored.value().number()).orElse(-1);
    }

    private static Map<String, Integer> numbers(Collection<Stored<Item>> found) {
        Map<String, Integer> numbers = new TreeMap<>();
        found.forEach(stored -> numbers.put(stored.key(), stored.value().number()));
        return numbers;
    }
}
