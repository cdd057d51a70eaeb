// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.history.checker.RegisterAction;
import dev.storageport.tck.history.checker.RegisterAction.Delete;
import dev.storageport.tck.history.checker.RegisterAction.DeleteIf;
import dev.storageport.tck.history.checker.RegisterAction.Expected;
import dev.storageport.tck.history.checker.RegisterAction.Get;
import dev.storageport.tck.history.checker.RegisterAction.Update;
import dev.storageport.tck.history.checker.RegisterAction.Version;
import dev.storageport.tck.history.checker.RegisterAction.Write;
import dev.storageport.tck.history.checker.RegisterAction.WriteIf;
import dev.storageport.tck.history.checker.RegisterOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Random operations of many threads on few keys, each noted with its answer and its time. */
final class RegisterWorkload {

    private static final int THREADS = 6;

    private final List<DocumentCollection<Item>> storages;
    private final List<String> keys;
    private final long seed;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, List<RegisterOperation>> histories = new ConcurrentHashMap<>();

    RegisterWorkload(List<DocumentCollection<Item>> storages, List<String> keys, long seed) {
        this.storages = storages;
        this.keys = keys;
        this.seed = seed;
    }

    /** Lets each thread perform so many operations on documents that are not there at first, and returns what happened to each key. */
    Map<String, List<RegisterOperation>> histories(int operations) {
        keys.forEach(key -> histories.put(key, new CopyOnWriteArrayList<>()));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(THREADS, thread -> {
                Random random = new Random(seed * 31 + thread);
                DocumentCollection<Item> items = storages.get(thread % storages.size());
                long revision = 0;
                for (int i = 0; i < operations; i++) {
                    String key = keys.get(random.nextInt(keys.size()));
                    revision = perform("caller " + thread, items, key, revision, random);
                    if (random.nextInt(4) == 0) {
                        LockSupport.parkNanos(random.nextInt(100_000)); // others come between, also on few processors
                    }
                }
            });
            threads.joinWithoutError("callers");
        }
        return histories;
    }

    /** Returns the revision that the caller knows now, for a later condition; it may be of another key, and then is wrong on purpose. */
    private long perform(String caller, DocumentCollection<Item> items, String key, long revision, Random random) {
        int number = numbers.incrementAndGet();
        long called = System.nanoTime();
        RegisterAction action = switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Get(version(items.get(key)));
            case 3 -> new Get(version(items.find(Condition.keyIs(key)).stream().findFirst()));
            case 4 -> new Write(Expected.ANY, number, version(Optional.of(items.put(key, Item.of(number)))));
            case 5 -> new Write(Expected.ABSENT, number, version(items.insert(key, Item.of(number))));
            case 6 -> new Write(Expected.PRESENT, number, version(items.replace(key, Item.of(number))));
            case 7, 8 -> new WriteIf(revision, number, version(items.replaceIf(key, revision, Item.of(number))));
            case 9 -> update(items, key, number);
            case 10 -> new Delete(items.delete(key));
            default -> new DeleteIf(revision, items.deleteIf(key, revision));
        };
        long answered = System.nanoTime();
        histories.getOrDefault(key, List.of()).add(new RegisterOperation(caller, action, called, answered));
        return known(action).map(Version::revision).orElse(revision);
    }

    private static Update update(DocumentCollection<Item> items, String key, int number) {
        int[] given = {0};
        Optional<Version> answer = version(items.update(key, item -> {
            given[0] = item.number();
            return Item.of(number);
        }));
        return new Update(answer.map(any -> given[0]), number, answer);
    }

    private static Optional<Version> known(RegisterAction action) {
        if (action instanceof Get get) {
            return get.answer();
        } else if (action instanceof Write write) {
            return write.answer();
        } else if (action instanceof WriteIf write) {
            return write.answer();
        }
        return action instanceof Update update ? update.answer() : Optional.empty();
    }

    private static Optional<Version> version(Optional<Stored<Item>> stored) {
        return stored.map(found -> new Version(found.value().number(), found.revision()));
    }
}
