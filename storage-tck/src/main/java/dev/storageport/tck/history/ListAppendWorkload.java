// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.TransactionOptions;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.history.checker.ListTransaction;
import dev.storageport.tck.history.checker.ListTransaction.Action;
import dev.storageport.tck.history.checker.ListTransaction.Append;
import dev.storageport.tck.history.checker.ListTransaction.Ending;
import dev.storageport.tck.history.checker.ListTransaction.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Random transactions over documents that each hold a list, from many threads: transactions that read and append, ones that roll back, read-only ones,
 * and single operations. What each one read and appended is noted as of the attempt that counted. At the end a transaction reads every
 * list.
 */
final class ListAppendWorkload {

    /** A document. */
    record Entries(List<Integer> numbers) {}

    static final Index<Entries, Integer> SIZE =
            Index.of("size", Integer.class, entries -> entries.numbers().size());
    static final CollectionSpec<Entries> SPEC =
            CollectionSpec.of("lists", Entries.class).index(SIZE).build();

    private static final int THREADS = 6;
    private static final List<String> LISTS = List.of("a", "b", "c", "d", "e");

    /** No more transactions than this, so that a fast backend's history is judged as fast. */
    private static final int AT_MOST = 1500;

    private final Storage[] storages;
    private final long seed;
    private final long nanos;
    private final AtomicInteger elements = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    private final ConcurrentLinkedQueue<ListTransaction> history = new ConcurrentLinkedQueue<>();

    /** What a transaction throws that is to roll back. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a transaction did so far, in the attempt under way. */
    private final class Notes {

        private final List<Action> actions = new ArrayList<>();
        private final Map<String, List<Integer>> known = new HashMap<>();

        void begin() {
            actions.clear();
            known.clear();
        }

        void read(String list, List<Integer> numbers) {
            known.put(list, numbers);
            actions.add(new Read(list, numbers));
        }

        /** Notes what a question for all lists found; a list that was not found is empty. */
        void readAll(Collection<Stored<Entries>> found) {
            Map<String, List<Integer>> byKey = new HashMap<>();
            found.forEach(stored -> byKey.put(stored.key(), stored.value().numbers()));
            LISTS.forEach(list -> read(list, byKey.getOrDefault(list, List.of())));
        }

        /** Returns the list as it was read last, with a new element. */
        Entries appended(String list) {
            int element = elements.incrementAndGet();
            List<Integer> numbers = new ArrayList<>(known.getOrDefault(list, List.of()));
            numbers.add(element);
            actions.add(new Append(list, element));
            known.put(list, List.copyOf(numbers));
            return new Entries(List.copyOf(numbers));
        }

        boolean knows(String list) {
            return known.containsKey(list);
        }
    }

    ListAppendWorkload(List<Storage> storages, long seed, Duration atMost) {
        this.storages = storages.toArray(Storage[]::new);
        this.seed = seed;
        this.nanos = atMost.toNanos();
    }

    /** Runs until the time is over or enough is known, and returns what happened. */
    List<ListTransaction> history() {
        long end = System.nanoTime() + nanos;
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(THREADS, thread -> {
                Random random = new Random(seed * 31 + thread);
                Storage storage = storages[thread % storages.length];
                while (System.nanoTime() < end && transactions.get() < AT_MOST) {
                    perform(storage, random);
                }
            });
            threads.joinWithoutError("callers");
        }
        DocumentCollection<Entries> lists = storages[0].collection(SPEC);
        record("last", notes -> {
            notes.begin();
            notes.readAll(lists.find(Condition.all()));
            return true;
        });
        return List.copyOf(history);
    }

    private void perform(Storage storage, Random random) {
        DocumentCollection<Entries> lists = storage.collection(SPEC);
        switch (random.nextInt(12)) {
            case 0 -> record("get", notes -> read(notes, lists, random));
            case 1 -> record("getAll", notes -> readAll(notes, lists, 0));
            case 2 -> record("question", notes -> readAll(notes, lists, 1 + random.nextInt(3)));
            case 3, 4 -> record("update", notes -> update(notes, lists, random));
            case 5 -> replaceIf(lists, random);
            case 6, 7 -> record("snapshot", notes -> snapshot(notes, storage, random));
            default -> record("transaction", notes -> transaction(notes, storage, random));
        }
    }

    private static String any(Random random) {
        return LISTS.get(random.nextInt(LISTS.size()));
    }

    private static boolean read(Notes notes, DocumentCollection<Entries> lists, Random random) {
        String list = any(random);
        Optional<Stored<Entries>> found = lists.get(list);
        notes.begin();
        notes.read(list, found.map(stored -> stored.value().numbers()).orElse(List.of()));
        return true;
    }

    /** Reads every list by one operation. */
    private static boolean readAll(Notes notes, DocumentCollection<Entries> lists, int way) {
        Collection<Stored<Entries>> found = switch (way) {
            case 0 -> lists.getAll(LISTS).values();
            case 1 -> lists.find(Condition.all());
            case 2 -> lists.find(SIZE.atLeast(1));
            default -> {
                try (Stream<Stored<Entries>> stream = lists.stream(Condition.keyFrom("a"))) {
                    yield stream.toList();
                }
            }
        };
        notes.readAll(found);
        return true;
    }

    private static boolean update(Notes notes, DocumentCollection<Entries> lists, Random random) {
        String list = any(random);
        notes.begin();
        boolean present = lists.update(list, entries -> {
                    notes.begin();
                    notes.read(list, entries.numbers());
                    pause(random);
                    return notes.appended(list);
                })
                .isPresent();
        if (!present) {
            notes.begin();
            notes.read(list, List.of());
        }
        return true;
    }

    /** Two operations, each a transaction of its own. The second one says nothing if it does not happen. */
    private void replaceIf(DocumentCollection<Entries> lists, Random random) {
        String list = any(random);
        List<Stored<Entries>> found = new ArrayList<>();
        record("get", notes -> {
            lists.get(list).ifPresent(found::add);
            notes.read(list, found.isEmpty() ? List.of() : found.get(0).value().numbers());
            return true;
        });
        pause(random);
        record("replaceIf", notes -> {
            if (found.isEmpty()) {
                notes.read(list, List.of());
                return lists.insert(list, notes.appended(list)).isPresent();
            }
            notes.read(list, found.get(0).value().numbers());
            return lists.replaceIf(list, found.get(0).revision(), notes.appended(list))
                    .isPresent();
        });
    }

    private static boolean snapshot(Notes notes, Storage storage, Random random) {
        storage.<Boolean, RuntimeException>transact(TransactionOptions.snapshot(), open -> {
            notes.begin();
            DocumentCollection<Entries> lists = open.collection(SPEC);
            for (int i = random.nextInt(3); i >= 0; i--) {
                readSomehow(notes, lists, random);
                pause(random);
            }
            return true;
        });
        return true;
    }

    private static void readSomehow(Notes notes, DocumentCollection<Entries> lists, Random random) {
        if (random.nextInt(3) > 0) {
            readInside(notes, lists, any(random));
        } else {
            readAll(notes, lists, random.nextInt(4));
        }
    }

    private static void readInside(Notes notes, DocumentCollection<Entries> lists, String list) {
        notes.read(list, lists.get(list).map(stored -> stored.value().numbers()).orElse(List.of()));
    }

    private static boolean transaction(Notes notes, Storage storage, Random random) {
        boolean rollsBack = random.nextInt(10) == 0;
        try {
            storage.<Boolean, RuntimeException>transact(open -> {
                notes.begin();
                DocumentCollection<Entries> lists = open.collection(SPEC);
                for (int i = 1 + random.nextInt(3); i >= 0; i--) {
                    if (random.nextBoolean()) {
                        readSomehow(notes, lists, random);
                    } else {
                        append(notes, lists, any(random));
                    }
                    pause(random);
                }
                if (rollsBack) {
                    throw new RolledBack();
                }
                return true;
            });
            return true;
        } catch (RolledBack rolledBack) {
            return false;
        }
    }

    private static void append(Notes notes, DocumentCollection<Entries> lists, String list) {
        if (!notes.knows(list)) {
            readInside(notes, lists, list);
        }
        lists.put(list, notes.appended(list));
    }

    /** Long enough for others to come between, where the backend lets them. */
    private static void pause(Random random) {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(200_000));
        }
    }

    /** One transaction, which tells whether it was applied. */
    @FunctionalInterface
    private interface Work {
        boolean run(Notes notes);
    }

    private void record(String kind, Work work) {
        Notes notes = new Notes();
        long began = System.nanoTime();
        boolean applied = work.run(notes);
        long ended = System.nanoTime();
        history.add(new ListTransaction(
                "T" + transactions.incrementAndGet() + " (" + kind + ")",
                notes.actions,
                applied ? Ending.COMMITTED : Ending.ROLLED_BACK,
                began,
                ended,
                !isReadOfOneKey(kind, notes)));
    }

    /** Returns whether it is what ISO-18 excepts; so is an update that finds nothing. */
    private static boolean isReadOfOneKey(String kind, Notes notes) {
        return kind.equals("get") || (kind.equals("update") && notes.actions.size() == 1);
    }
}
