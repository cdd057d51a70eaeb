// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.TransactionAbortedException;
import dev.storageport.TransactionOptions;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.CollectionOperation;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ISO: read-only transactions. */
abstract class ReadOnlyRules extends Topic {

    /** Longer than anything takes that waits for nobody, and shorter than what waits for a lock gives up after. */
    static final int NOBODY_WAITS_SECONDS = 10;

    @Test
    @Rule("ISO-15")
    void operations_ofAReadOnlyTransaction_areOfOneSnapshot() {
        Storage storage = bench().open(Item.SPEC);
        Storage other = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).putAll(Item.many(20));
        try (TestThreads threads = new TestThreads()) {
            storage.<Boolean, RuntimeException>transact(TransactionOptions.snapshot(), transaction -> {
                DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                List<Object> before = everything(items);
                for (int round = 0; round < 3; round++) {
                    int number = 100 + round;
                    TestThreads.result(threads.follow(() -> change(other, number)));
                    TestThreads.result(threads.follow(() -> change(storage, number + 10)));
                    assertThat(everything(items))
                            .as("all that a read-only transaction sees after others wrote")
                            .isEqualTo(before);
                }
                return true;
            });
            threads.join();
        }
        assertThat(storage.collection(Item.SPEC).contains("new-112"))
                .as("whether the last write is seen afterwards")
                .isTrue();
    }

    private static void change(Storage storage, int number) {
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put(Item.key(1), Item.grouped(number, "changed"));
        items.insert("new-" + number, Item.grouped(number, "inserted"));
        items.delete(Item.key(number % 20));
        storage.transactWithoutResult(transaction -> transaction
                .collection(Item.SPEC)
                .putAll(List.of(
                        Document.of(Item.key(2), Item.of(number)), Document.of(Item.key(3), Item.of(-number)))));
    }

    private static List<Object> everything(DocumentCollection<Item> items) {
        try (Stream<Stored<Item>> stream = items.stream(Item.GROUP.isNot("inserted"))) {
            return new ArrayList<>(List.of(
                    items.get(Item.key(1)),
                    items.getAll(List.of(Item.key(2), Item.key(3), "new-100")),
                    items.count(),
                    items.find(Condition.keyStartsWith("item-").newestFirst()),
                    items.exists(Item.GROUP.is("changed")),
                    items.countBy(Item.GROUP),
                    items.keys(Condition.all()),
                    items.summary().documents(),
                    stream.toList()));
        }
    }

    @Test
    @Rule("ISO-15")
    void firstOperation_ofAReadOnlyTransaction_decidesTheSnapshot() {
        for (Step first : List.<Step>of(
                log -> log.get("x"),
                log -> log.getAll("x", "y"),
                log -> log.find(Condition.all()),
                log -> log.stream(Condition.keyStartsWith("x")),
                log -> log.count(Item.GROUP.is("red")),
                SessionLog::countByGroup)) {
            Interleaving.of(bench())
                    .snapshot("reader", log -> {
                        log.step(1);
                        first.on(log);
                        log.step(3);
                        log.find(Condition.all());
                        log.get("y");
                    })
                    .transaction("writer", log -> {
                        log.step(2);
                        log.put("x", Item.grouped(11, "red"));
                        log.put("y", Item.grouped(21, "red"));
                    })
                    .assertSerial();
        }
    }

    /** An operation that comes first. */
    @FunctionalInterface
    interface Step {
        void on(SessionLog log);
    }

    @Test
    @Rule("ISO-16")
    void readOnlyTransaction_besideAnOpenWriter_waitsForNobody() {
        Storage storage = bench().open(Item.SPEC);
        Storage other = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("a", Item.grouped(1, "old"));
        try (TestThreads threads = new TestThreads()) {
            List<String> read = new ArrayList<>();
            storage.transactWithoutResult(transaction -> {
                DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                items.put("a", Item.grouped(2, "new"));
                items.insert("b", Item.grouped(2, "new"));
                if (read.isEmpty()) {
                    read.add(within(threads, () -> numbers(storage)));
                    read.add(within(threads, () -> numbers(other)));
                }
            });
            assertThat(read)
                    .as("what read-only transactions read while a transaction is open that writes")
                    .containsExactly("[1] and 1 old", "[1] and 1 old");
        }
        assertThat(numbers(storage)).as("the same afterwards").isEqualTo("[2, 2] and 0 old");
    }

    private static String numbers(Storage storage) {
        return storage.<String, RuntimeException>transact(TransactionOptions.snapshot(), transaction -> {
            DocumentCollection<Item> items = transaction.collection(Item.SPEC);
            items.get("a");
            return items.find(Condition.all()).stream()
                            .map(stored -> stored.value().number())
                            .toList()
                    + " and " + items.count(Item.GROUP.is("old")) + " old";
        });
    }

    @Test
    @Rule("ISO-16")
    void writers_besideAnOpenReadOnlyTransaction_waitForNobody() {
        Storage storage = bench().open(Item.SPEC);
        Storage other = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("a", Item.grouped(1, "old"));
        try (TestThreads threads = new TestThreads()) {
            List<String> written = new ArrayList<>();
            storage.<Boolean, RuntimeException>transact(TransactionOptions.snapshot(), transaction -> {
                DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                items.find(Condition.all());
                if (written.isEmpty()) {
                    written.add(within(threads, () -> write(storage, 2)));
                    written.add(within(threads, () -> write(other, 3)));
                }
                items.get("a");
                return true;
            });
            assertThat(written)
                    .as("what writers were told while a read-only transaction is open")
                    .containsExactly("deleted 1", "deleted 1");
        }
        assertThat(numbers(storage)).as("what they left").isEqualTo("[3] and 1 old");
    }

    private static String write(Storage storage, int number) {
        storage.collection(Item.SPEC).put("a", Item.grouped(number, "changed"));
        storage.transactWithoutResult(
                transaction -> transaction.collection(Item.SPEC).put("b", Item.grouped(number, "changed")));
        storage.collection(Item.SPEC).update("a", item -> Item.grouped(number, "old"));
        return "deleted " + storage.collection(Item.SPEC).delete(Item.GROUP.is("changed"));
    }

    /** Returns what the work gives on another thread, or that it waits. */
    private static String within(TestThreads threads, Callable<String> work) {
        FutureTask<String> task = new FutureTask<>(work);
        Future<?> running = threads.follow(task::run);
        try {
            return task.get(NOBODY_WAITS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            running.cancel(true);
            return "waits";
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Test
    @Rule("ISO-17")
    void write_inAReadOnlyTransaction_isRefusedAndNothingIsWritten() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("old"));
        List<Stored<Note>> before = notes.find(Condition.all());
        List<CollectionOperation> writes = new ArrayList<>(CollectionOperation.WRITES);
        CollectionOperation.KEYLESS.stream()
                .filter(operation -> operation.name().matches("delete.*|clear"))
                .forEach(writes::add);
        for (CollectionOperation write : writes) {
            Throwable failure = catchThrowable(() -> storage.transact(TransactionOptions.snapshot(), transaction -> {
                write.on().accept(transaction.collection(NOTES), "a");
                return true;
            }));
            assertThat(failure)
                    .as("%s in a read-only transaction", write.name())
                    .isInstanceOf(UsageException.class);
        }
        assertThat(notes.find(Condition.all()))
                .as("documents after refused writes")
                .isEqualTo(before);
    }

    @Test
    @Rule({"ISO-17", "TX-5"})
    void writeThatIsRefused_andCaught_leavesNothingToCommit() {
        Storage storage = bench().open(NOTES);
        Throwable failure = catchThrowable(() -> storage.transact(TransactionOptions.snapshot(), transaction -> {
            Throwable refused =
                    catchThrowable(() -> transaction.collection(NOTES).put("a", note("new")));
            return refused instanceof UsageException;
        }));
        assertThat(failure)
                .as("the end of a read-only transaction that tried to write")
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(storage.collection(NOTES).count()).as("documents stored").isZero();
    }
}
