// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.TransactionOptions;
import dev.storageport.tck.fixture.CollectionOperation;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** LIFE: what happens when a storage closes or breaks under way. */
abstract class OutageRules extends Topic {

    /** Far more than any answer takes; a bound, not a wait. */
    static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    @Rule("LIFE-4")
    void close_whileBatchesAreWritten_leavesWholeBatches() throws Exception {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        int writers = 4;
        CountDownLatch allWrote = new CountDownLatch(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Throwable>> ends = IntStream.range(0, writers)
                    .mapToObj(writer -> threads.submit(() -> writePairs(notes, writer, confirmed, allWrote)))
                    .toList();
            assertThat(allWrote.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("every writer wrote once")
                    .isTrue();
            storage.close();
            for (Future<Throwable> end : ends) {
                assertThat(end.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                        .as("how a writer ended that was writing while the storage was closed")
                        .isInstanceOf(StorageException.class);
            }
        } finally {
            threads.shutdownNow();
        }
        DocumentCollection<Note> found = bench().open(NOTES).collection(NOTES);
        Set<String> keys =
                Set.copyOf(found.find(Condition.all()).stream().map(Stored::key).toList());
        assertThat(keys).as("batches that returned before the close").containsAll(confirmed);
        for (String key : keys) {
            String other = key.startsWith("a-") ? "b-" + key.substring(2) : "a-" + key.substring(2);
            assertThat(keys)
                    .as("the other document of the batch that wrote %s", key)
                    .contains(other);
        }
    }

    /** Writes pairs until that fails, and returns how. */
    private static Throwable writePairs(
            DocumentCollection<Note> notes, int writer, Set<String> confirmed, CountDownLatch wrote) {
        for (int i = 0; ; i++) {
            String pair = writer + "-" + i;
            List<Document<Note>> batch =
                    List.of(Document.of("a-" + pair, note("a")), Document.of("b-" + pair, note("b")));
            Throwable failure = catchThrowable(() -> notes.putAll(batch));
            wrote.countDown();
            if (failure != null) {
                return failure;
            }
            confirmed.add("a-" + pair);
            confirmed.add("b-" + pair);
        }
    }

    @Test
    @Rule({"LIFE-5", "LIFE-9"})
    void health_brokenConnections_isValueAndRecovers() {
        Storage storage = bench().open(NOTES);
        bench().harness().breakConnections();
        assertThatCode(() -> storage.health(BOUND))
                .as("health while connections are broken")
                .doesNotThrowAnyException();
        long documents = untilItWorks("count", storage.collection(NOTES)::count);
        assertThat(documents).as("documents after connections were broken").isZero();
        Health health = storage.health(BOUND);
        assertThat(health.ok())
                .as("health after connections were broken and used again: %s", health)
                .isTrue();
    }

    @Test
    @Rule("LIFE-9")
    void operations_afterBrokenConnections_workAgain() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("before", note("kept"));
        bench().harness().breakConnections();
        untilItWorks("put", () -> notes.put("after", note("new")));
        assertThat(untilItWorks("find", () -> notes.find(Condition.all())).stream()
                        .map(Stored::key))
                .as("documents after every connection was broken")
                .containsExactly("after", "before");
    }

    @Test
    @Rule("LIFE-9")
    void transaction_afterBrokenConnections_worksAgain() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("0"));
        bench().harness().breakConnections();
        untilItWorks(
                "transaction",
                () -> storage.transact(open -> {
                    open.collection(NOTES).put("b", note("1"));
                    return open.collection(NOTES).update("a", old -> note("1"));
                }));
        assertThat(notes.find(Condition.all()).stream().map(Stored::value))
                .as("documents of a transaction after every connection was broken")
                .containsExactly(note("1"), note("1"));
    }

    @Test
    @Rule("LIFE-9")
    void transaction_whoseConnectionBreaksUnderWay_isNotCommittedInPart() {
        Storage storage = bench().open(NOTES);
        AtomicInteger attempts = new AtomicInteger();
        Throwable failure = catchThrowable(() -> storage.transactWithoutResult(open -> {
            open.collection(NOTES).put("before", note("1"));
            if (attempts.incrementAndGet() == 1) {
                bench().harness().breakConnections();
            }
            open.collection(NOTES).put("after", note("2"));
        }));
        assertThat(failure != null || attempts.get() > 1)
                .as("the transaction under way when the harness broke every connection failed or was repeated; if it"
                        + " went on as if nothing had happened, breakConnections() of the harness breaks nothing")
                .isTrue();
        if (failure != null) {
            assertThat(failure)
                    .as("how a transaction fails whose connection broke")
                    .isInstanceOf(StorageException.class);
        }
        assertThat(untilItWorks("find", () -> storage.collection(NOTES).find(Condition.all())).stream()
                        .map(Stored::key))
                .as("documents of a transaction whose connection broke: %s", failure)
                .isEqualTo(failure == null ? List.of("after", "before") : List.of());
    }

    @Test
    @Rule("LIFE-9")
    void stream_brokenUnderWay_isTypedErrorOrComplete() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        List<Document<Note>> documents = IntStream.range(0, 2000)
                .mapToObj(i -> Document.of("key-" + i, note("x".repeat(100))))
                .toList();
        notes.putAll(documents);
        try (Stream<Stored<Note>> stream = notes.stream()) {
            Throwable failure = catchThrowable(() -> {
                long read = stream.peek(stored -> breakAtFirst(stored.key())).count();
                assertThat(read)
                        .as("documents of a stream that ended without an error")
                        .isEqualTo(2000);
            });
            if (failure != null) {
                assertThat(failure)
                        .as("how a stream ends whose connection broke")
                        .isInstanceOf(StorageException.class)
                        .isNotInstanceOf(StorageClosedException.class);
            }
        }
        long found = untilItWorks("count", notes::count);
        assertThat(found).as("documents after the stream broke").isEqualTo(2000);
    }

    @Test
    @Rule("LIFE-20")
    void outage_thatPasses_isNotSeenByReaders() {
        Storage storage =
                bench().open(bench().options().toBuilder().outageRetry(BOUND).build(), NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("1"));
        Map<String, ThrowingCallable> reads = new LinkedHashMap<>();
        reads.put("get", () -> notes.get("a"));
        reads.put("find", () -> notes.find(Condition.all()));
        reads.put("count", notes::count);
        reads.put(
                "a read-only transaction",
                () -> storage.transact(
                        TransactionOptions.snapshot(),
                        open -> open.collection(NOTES).get("a")));
        reads.forEach((name, read) -> {
            bench().harness().breakConnections();
            assertThatCode(read)
                    .as("%s after every connection was broken once", name)
                    .doesNotThrowAnyException();
        });
    }

    @Test
    @Rule("LIFE-20")
    void outage_thatPasses_isNotSeenByWritersUnlessTheirWriteMayHaveBeenApplied() {
        Storage storage =
                bench().open(bench().options().toBuilder().outageRetry(BOUND).build(), NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        long revision = notes.put("a", note("0")).revision();
        Map<String, ThrowingCallable> writes = new LinkedHashMap<>();
        writes.put("put", () -> notes.put("a", note("1")));
        writes.put("update", () -> notes.update("a", old -> note("2")));
        writes.put(
                "transact",
                () -> storage.transact(open -> open.collection(NOTES).put("a", note("3"))));
        for (Map.Entry<String, ThrowingCallable> write : writes.entrySet()) {
            bench().harness().breakConnections();
            Throwable failure = catchThrowable(write.getValue());
            boolean unknown = failure instanceof StorageException typed && typed.outcomeUnknown();
            assertThat(failure == null || unknown)
                    .as(
                            "%s after every connection was broken once works, or nobody can know: %s",
                            write.getKey(), failure)
                    .isTrue();
            long now = untilItWorks("get", () -> notes.get("a").orElseThrow().revision());
            assertThat(now - revision)
                    .as("how often %s was applied", write.getKey())
                    .isBetween(unknown ? 0L : 1L, 1L);
            revision = now;
        }
    }

    private void breakAtFirst(String key) {
        if (key.equals("key-0")) {
            bench().harness().breakConnections();
        }
    }

    /** Calls until it works; each failure before must be a typed one, and there must be an end to them. */
    private static <R> R untilItWorks(String call, Callable<R> run) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                return run.call();
            } catch (Exception failure) {
                assertThat(failure)
                        .as("how %s fails after connections were broken", call)
                        .isInstanceOf(StorageException.class);
                assertThat(System.nanoTime() - end)
                        .as("%s still fails %s after connections were broken: %s", call, BOUND, failure)
                        .isNegative();
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Rule("LIFE-10")
    void connections_whenNothingRuns_areFree() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        for (CollectionOperation operation : CollectionOperation.all()) {
            operation.on().accept(notes, "a");
        }
        notes.put("a", note("a"), Content.text("text"));
        try (Stream<Stored<Note>> stream = notes.stream()) {
            assertThat(stream.findFirst()).as("the first document of a stream").isPresent();
        }
        failInUpdateAndTransaction(storage);
        Health health = storage.health(BOUND);
        assertThat(health.pool().map(PoolStatus::inUse).orElse(0))
                .as("connections in use when nothing runs: %s", health)
                .isZero();
        assertThat(health.pool().map(PoolStatus::waiting).orElse(0))
                .as("threads that wait for a connection when nothing runs: %s", health)
                .isZero();
        assertThat(storage.pool().map(PoolStatus::inUse).orElse(0))
                .as("connections in use when nothing runs, without asking the database: %s", storage.pool())
                .isZero();
    }

    private static void failInUpdateAndTransaction(Storage storage) {
        IllegalStateException intended = new IllegalStateException("as intended");
        assertThatThrownBy(() -> storage.collection(NOTES).update("a", old -> {
                    throw intended;
                }))
                .as("what a function throws inside an update")
                .isSameAs(intended);
        assertThatThrownBy(() -> storage.transact(open -> {
                    Stream<Stored<Note>> leftOpen =
                            open.collection(NOTES).stream(); // the end of the transaction closes it
                    assertThat(leftOpen.iterator().hasNext())
                            .as("a document in the stream")
                            .isTrue();
                    throw intended;
                }))
                .as("what work throws inside a transaction")
                .isSameAs(intended);
    }
}
