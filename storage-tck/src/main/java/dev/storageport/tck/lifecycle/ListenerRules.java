// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.ConflictRetry;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.TransactionConflictException;
import dev.storageport.TransactionOptions;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.fixture.HeardEvents;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** WATCH: what a listener is told. */
abstract class ListenerRules extends Topic {

    private final HeardEvents heard = new HeardEvents();

    private StorageOptions listening() {
        return bench().options().toBuilder().listener(heard).build();
    }

    private static Note note(String text) {
        return new Note(text, 1);
    }

    /** What an operation does, and how many documents it reads and writes in doing so. */
    private record Told(Runnable operation, long read, long written) {}

    private static Map<String, Told> operations(DocumentCollection<Note> notes) {
        Map<String, Told> told = new LinkedHashMap<>();
        told.put("put", new Told(() -> notes.put("a", note("1")), 0, 1));
        told.put("insert", new Told(() -> notes.insert("a", note("2")), 0, 0));
        told.put("replace", new Told(() -> notes.replace("a", note("3")), 0, 1));
        told.put(
                "putAll",
                new Told(() -> notes.putAll(List.of(Document.of("b", note("4")), Document.of("c", note("5")))), 0, 2));
        told.put("get", new Told(() -> notes.get("a"), 1, 0));
        told.put("contains", new Told(() -> notes.contains("none"), 0, 0));
        told.put("getAll", new Told(() -> notes.getAll(List.of("a", "b", "none")), 2, 0));
        told.put("find", new Told(() -> notes.find(Condition.all()), 3, 0));
        told.put("keys", new Told(() -> notes.keys(Condition.all()), 3, 0));
        told.put("exists", new Told(() -> notes.exists(Condition.all()), 1, 0));
        told.put("count", new Told(notes::count, 0, 0));
        told.put("summary", new Told(notes::summary, 0, 0));
        told.put("update", new Told(() -> notes.update("a", old -> note("6")), 1, 1));
        told.put("upsert", new Told(() -> notes.upsert("d", old -> note("7")), 0, 1));
        told.put("touch", new Told(() -> notes.touch("none"), 0, 0));
        told.put("delete", new Told(() -> notes.delete("d"), 0, 1));
        told.put("deleteAll", new Told(() -> notes.deleteAll(List.of("c", "none")), 0, 1));
        told.put("clear", new Told(notes::clear, 0, 2));
        return told;
    }

    @Test
    @Rule("WATCH-1")
    void operation_thatReturns_isToldOfOnceWithItsDocuments() {
        Storage storage = bench().open(listening(), NOTES);
        operations(storage.collection(NOTES)).forEach((method, told) -> {
            heard.clear();
            told.operation().run();
            assertThat(heard.operations()).as("what was told of %s", method).hasSize(1);
            OperationEnded ended = heard.operation();
            assertThat(ended.operation()).as("the operation").isEqualTo(method);
            assertThat(ended.collection()).as("the collection of %s", method).isEqualTo("notes");
            assertThat(ended.failure()).as("the failure of %s", method).isEmpty();
            assertThat(ended.inTransaction())
                    .as("whether %s was in a transaction", method)
                    .isFalse();
            assertThat(ended.attempts()).as("attempts of %s", method).isOne();
            assertThat(ended.duration()).as("duration of %s", method).isPositive();
            assertThat(List.of(ended.documentsRead(), ended.documentsWritten()))
                    .as("documents read and written by %s", method)
                    .containsExactly(told.read(), told.written());
        });
    }

    @Test
    @Rule("WATCH-1")
    void operation_withContent_isToldOfWithItsBytes() {
        DocumentCollection<Note> notes = bench().open(listening(), NOTES).collection(NOTES);
        notes.put("a", note("1"), Content.bytes(new byte[] {1, 2, 3}));
        long written = heard.operation().bytes();
        heard.clear();
        notes.getWithContent("a");
        assertThat(heard.operation().bytes())
                .as("bytes of a document of ASCII read: those written, and the blanks of some databases")
                .isBetween(written, 2 * written);
        assertThat(written).as("bytes written").isGreaterThan(20);
    }

    @Test
    @Rule("WATCH-1")
    void stream_isToldOf_whenItIsClosed() {
        DocumentCollection<Note> notes = bench().open(listening(), NOTES).collection(NOTES);
        notes.putAll(List.of(Document.of("a", note("1")), Document.of("b", note("2"))));
        heard.clear();
        try (Stream<?> stream = notes.stream()) {
            assertThat(stream.count()).as("documents of the stream").isEqualTo(2);
            assertThat(heard.operations()).as("told of an open stream").isEmpty();
        }
        assertThat(heard.operation().operation()).isEqualTo("stream");
        assertThat(heard.operation().documentsRead())
                .as("documents read by the stream")
                .isEqualTo(2);
    }

    @Test
    @Rule("WATCH-2")
    void failure_isToldOf_asTheCallerGetsIt() {
        DocumentCollection<Note> notes = bench().open(listening(), NOTES).collection(NOTES);
        notes.put("a", note("1"));
        IllegalStateException own = new IllegalStateException("own");
        Map<String, Runnable> failing = new LinkedHashMap<>();
        failing.put("get", () -> notes.get(""));
        failing.put("put", () -> notes.put("", note("1")));
        failing.put(
                "update",
                () -> notes.update("a", old -> {
                    throw own;
                }));
        failing.put("page", () -> notes.page(Condition.all().limit(1), "no token"));
        failing.forEach((method, operation) -> {
            heard.clear();
            Throwable thrown = catchThrowable(operation::run);
            assertThat(thrown).as("what %s threw", method).isNotNull();
            assertThat(heard.operation().operation()).isEqualTo(method);
            assertThat(heard.operation().failure())
                    .as("what was told of %s", method)
                    .containsSame(thrown);
            assertThat(heard.operation().documentsWritten())
                    .as("documents written by a failed %s", method)
                    .isZero();
        });
        assertThat(catchThrowable(() -> notes.update("a", old -> {
                    throw own;
                })))
                .as("an exception of the application's own")
                .isSameAs(own);
        assertThat(catchThrowable(() -> notes.get(""))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Rule("WATCH-3")
    void listener_thatThrows_harmsNothing() {
        StorageListener throwing = new StorageListener() {
            @Override
            public void operationEnded(OperationEnded ended) {
                throw new StackOverflowError("of a listener");
            }

            @Override
            public void transactionEnded(TransactionEnded ended) {
                throw new IllegalStateException("of a listener");
            }

            @Override
            public void opened(Storage storage, StorageOpened opened) {
                throw new IllegalStateException("of a listener");
            }

            @Override
            public void closed(StorageClosed closed) {
                throw new IllegalStateException("of a listener");
            }
        };
        StorageOptions options =
                bench().options().toBuilder().listener(throwing).listener(heard).build();
        Storage storage = bench().open(options, NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("1"));
        storage.transactWithoutResult(open -> open.collection(NOTES).put("b", note("2")));
        assertThat(notes.keys(Condition.all())).as("what was written").containsExactly("a", "b");
        assertThat(catchThrowable(() -> notes.get("")))
                .as("a failure before a listener that throws")
                .isInstanceOf(InvalidValueException.class);
        storage.close();
        assertThat(heard.all().stream().map(event -> event.getClass().getSimpleName()))
                .as("what the other listener was told")
                .containsExactly(
                        "StorageOpened",
                        "OperationEnded",
                        "OperationEnded",
                        "TransactionEnded",
                        "OperationEnded",
                        "OperationEnded",
                        "StorageClosed");
    }

    @Test
    @Rule("WATCH-4")
    void transaction_isToldOf_afterItsOperations() {
        Storage storage = bench().open(listening(), NOTES);
        heard.clear();
        storage.transactWithoutResult(open -> {
            open.collection(NOTES).put("a", note("1"));
            open.collection(NOTES).get("a");
        });
        assertThat(heard.operations().stream().map(OperationEnded::operation))
                .as("operations told of, each once")
                .containsExactly("put", "get");
        assertThat(heard.operations()).allMatch(OperationEnded::inTransaction);
        assertThat(heard.all().get(2)).as("told of last").isInstanceOf(TransactionEnded.class);
        TransactionEnded ended = heard.transactions().get(0);
        assertThat(ended.committed()).isTrue();
        assertThat(ended.readOnly()).isFalse();
        assertThat(ended.attempts()).isOne();
        assertThat(ended.operations()).as("operations of the transaction").isEqualTo(2);
    }

    @Test
    @Rule("WATCH-4")
    void transaction_thatThrows_isToldOfWithTheVeryException() {
        Storage storage = bench().open(listening(), NOTES);
        heard.clear();
        Exception own = new Exception("own");
        Throwable thrown = catchThrowable(() -> storage.transact(TransactionOptions.snapshot(), open -> {
            throw own;
        }));
        assertThat(thrown).isSameAs(own);
        TransactionEnded ended = heard.transactions().get(0);
        assertThat(ended.failure()).as("what was told of the transaction").containsSame(own);
        assertThat(ended.readOnly()).isTrue();
        assertThat(ended.operations()).isZero();
    }

    @Test
    @Rule("WATCH-5")
    void attempts_areCounted_andOnlyTheLastOnesDocuments() {
        StorageOptions patient = listening().toBuilder()
                .conflictRetry(new ConflictRetry(5, Duration.ofSeconds(30)))
                .build();
        try (Storage storage =
                Storage.open(new ConflictingPort(bench().harness().port()), patient, NOTES)) {
            heard.clear();
            storage.collection(NOTES).put("a", note("1"));
            assertThat(heard.operation().attempts())
                    .as("attempts of a put that met two conflicts")
                    .isEqualTo(3);
            assertThat(heard.operation().documentsWritten())
                    .as("documents written")
                    .isOne();
            heard.clear();
            storage.transactWithoutResult(open -> open.collection(NOTES).get("a"));
            assertThat(heard.transactions().get(0).attempts())
                    .as("attempts of a transaction that met two conflicts")
                    .isEqualTo(3);
            assertThat(heard.transactions().get(0).operations())
                    .as("operations of the last attempt")
                    .isOne();
        }
    }

    /** Meets a conflict in two of three writes and transactions, after what they did was rolled back. */
    private static final class ConflictingPort extends ForwardingPort {

        private final AtomicInteger calls = new AtomicInteger();

        ConflictingPort(StoragePort port) {
            super(port, operations -> operations);
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            meet();
            return super.write(writes);
        }

        @Override
        public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
            return super.transact(attempt, operations -> {
                R result = work.apply(operations);
                meet();
                return result;
            });
        }

        private void meet() {
            if (calls.incrementAndGet() % 3 != 0) {
                throw new TransactionConflictException("as a backend reports it", null);
            }
        }
    }

    @Test
    @Rule("WATCH-6")
    void openingAndClosing_areToldOfOnce() {
        Storage storage = bench().open(listening(), NOTES);
        StorageOpened opened = heard.only(StorageOpened.class).findFirst().orElseThrow();
        assertThat(opened.collections()).containsExactly("notes");
        assertThat(opened.backend()).isNotBlank();
        assertThat(opened.address()).as("where the database is").isNotBlank();
        assertThat(opened.settings()).as("settings").containsKey("schemaMode");
        heard.clear();
        storage.close();
        storage.close();
        assertThat(heard.all()).as("told of closing twice").hasSize(1).hasOnlyElementsOfType(StorageClosed.class);
    }
}
