// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.TransactionOptions;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Workbench;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Sessions that meet in one order of steps, each a transaction or a single operation. Nothing is said about who waits and who is repeated: what is
 * asserted is that all that the sessions saw, and what they leave, comes out of one of the orders in which the reference runs them one after the other.
 * Played twice, with one storage for all and with a storage for each, because a storage may order its own callers by other means.
 */
final class Interleaving {

    private final Workbench bench;
    private final Map<String, Item> given = new TreeMap<>();
    private final List<Document<Item>> between = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    /** A session: how it reaches the documents, and what it does. */
    private record Session(String name, Kind kind, Consumer<SessionLog> work) {}

    private enum Kind {
        TRANSACTION,
        SNAPSHOT,
        OPERATION
    }

    /** What came of it: what each session saw, and the documents that are left. */
    private record Outcome(Map<String, List<String>> seen, Map<String, Item> left) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            seen.forEach((session, lines) -> text.append("  ")
                    .append(session)
                    .append(" saw ")
                    .append(lines)
                    .append(System.lineSeparator()));
            left.forEach((key, item) ->
                    text.append("  ").append(key).append(" = ").append(item).append("; "));
            return text.toString();
        }
    }

    /** What a session throws that is to come to nothing. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Interleaving(Workbench bench) {
        this.bench = bench;
    }

    /** Begins with documents x and y of the numbers 10 and 20. */
    static Interleaving of(Workbench bench) {
        return new Interleaving(bench).given("x", Item.of(10)).given("y", Item.of(20));
    }

    /** Begins with this document too. */
    Interleaving given(String key, Item item) {
        given.put(key, item);
        return this;
    }

    /** Adds a session that is a transaction; its commit comes with its last step. */
    Interleaving transaction(String name, Consumer<SessionLog> work) {
        return add(new Session(name, Kind.TRANSACTION, work));
    }

    /** Adds a session that is a read-only transaction. */
    Interleaving snapshot(String name, Consumer<SessionLog> work) {
        return add(new Session(name, Kind.SNAPSHOT, work));
    }

    /** Adds a session that is one operation outside of any transaction. */
    Interleaving operation(String name, int step, Consumer<SessionLog> work) {
        return add(new Session(name, Kind.OPERATION, log -> {
            log.step(step);
            work.accept(log);
        }));
    }

    /**
     * Puts so many other documents between x and y, because databases that lock what lies near find conflicts between neighbours where there
     * are none, which hides what they overlook.
     */
    Interleaving farApart(int others) {
        for (int i = 0; i < others; i++) {
            between.add(Document.of("x-" + Item.key(i), Item.of(i)));
        }
        return this;
    }

    private Interleaving add(Session session) {
        sessions.add(session);
        return this;
    }

    /** Returns what a transaction throws that is to roll back. What it saw does not count. */
    static RuntimeException rollback() {
        return new RolledBack();
    }

    /** Plays the sessions and fails if no serial order explains what came of it. */
    void assertSerial() {
        Set<Outcome> serial = serialOutcomes();
        Storage shared = bench.open(Item.SPEC);
        assertThat(serial).as("serial outcomes").isNotEmpty();
        assertOneOf(serial, "one storage", played(session -> shared));
        assertOneOf(serial, "a storage for each session", played(session -> bench.open(Item.SPEC)));
    }

    private static void assertOneOf(Set<Outcome> serial, String storages, Outcome outcome) {
        assertThat(serial)
                .as("outcomes of serial orders; with %s the outcome is%n%s%n", storages, outcome)
                .contains(outcome);
    }

    private Outcome played(IntFunction<Storage> storages) {
        List<Storage> used = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            used.add(storages.apply(i));
        }
        DocumentCollection<Item> items = used.get(0).collection(Item.SPEC);
        items.clear();
        items.putAll(between);
        given.forEach(items::put);
        StepScheduler scheduler = new StepScheduler();
        Map<String, List<String>> seen = new TreeMap<>();
        try (TestThreads threads = new TestThreads()) {
            for (int i = 0; i < sessions.size(); i++) {
                Session session = sessions.get(i);
                Storage storage = used.get(i);
                threads.start(() -> {
                    try {
                        List<String> sight = run(session, storage, new SessionLog(session.name(), scheduler));
                        synchronized (seen) {
                            seen.put(session.name(), sight);
                        }
                    } finally {
                        scheduler.end(session.name());
                    }
                });
            }
            threads.joinWithoutError("sessions");
        }
        return new Outcome(seen, left(items));
    }

    /** Returns what the session saw in the attempt that counted; nothing if it rolled back. */
    private static List<String> run(Session session, Storage storage, SessionLog log) {
        try {
            if (session.kind() == Kind.OPERATION) {
                session.work().accept(log.on(storage.collection(Item.SPEC)));
            } else {
                TransactionOptions options = session.kind() == Kind.SNAPSHOT
                        ? TransactionOptions.snapshot()
                        : TransactionOptions.readWrite();
                storage.<Boolean, RuntimeException>transact(options, transaction -> {
                    session.work().accept(log.on(transaction.collection(Item.SPEC)));
                    return true;
                });
            }
            return log.seen();
        } catch (RolledBack rolledBack) {
            return List.of();
        }
    }

    private Map<String, Item> left(DocumentCollection<Item> items) {
        Map<String, Item> left = new TreeMap<>();
        items.find(Condition.all()).forEach(stored -> left.put(stored.key(), stored.value()));
        between.forEach(document -> left.remove(document.key(), document.value()));
        return left;
    }

    private Set<Outcome> serialOutcomes() {
        Set<Outcome> outcomes = new HashSet<>();
        orders(sessions).forEach(order -> outcomes.add(serial(order)));
        return outcomes;
    }

    private Outcome serial(List<Session> order) {
        try (Storage reference = Storage.open(FakeStorage.port(new FakeDatabase()), bench.options(), Item.SPEC)) {
            DocumentCollection<Item> items = reference.collection(Item.SPEC);
            items.putAll(between);
            given.forEach(items::put);
            Map<String, List<String>> seen = new TreeMap<>();
            order.forEach(session ->
                    seen.put(session.name(), run(session, reference, new SessionLog(session.name(), null))));
            return new Outcome(seen, left(items));
        }
    }

    private static <E> Stream<List<E>> orders(List<E> elements) {
        if (elements.isEmpty()) {
            return Stream.of(List.of());
        }
        return elements.stream().flatMap(first -> {
            List<E> others = new ArrayList<>(elements);
            others.remove(first);
            return orders(others).map(rest -> {
                List<E> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                return order;
            });
        });
    }
}
