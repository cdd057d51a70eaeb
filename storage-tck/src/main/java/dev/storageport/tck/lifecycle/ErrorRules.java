// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static dev.storageport.tck.lifecycle.OutageRules.BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** LIFE: what an {@code Error} of one caller leaves behind. */
abstract class ErrorRules extends Topic {

    @Test
    @Rule({"LIFE-11", "LIFE-10"})
    void stackOverflow_atAnyDepth_leavesNothingTaken() throws InterruptedException {
        Storage storage = bench().open(NOTES);
        storage.collection(NOTES).put("a", note("a"));
        Map<String, Runnable> calls = calls(storage);
        calls.values().forEach(Runnable::run); // a class that overflows when it is initialized stays unusable for good
        for (Map.Entry<String, Runnable> call : calls.entrySet()) {
            DeepCalls.run(call.getKey(), call.getValue());
            assertUnharmed(storage, "a stack overflowed around " + call.getKey());
        }
    }

    private static Map<String, Runnable> calls(Storage storage) {
        DocumentCollection<Note> notes = storage.collection(NOTES);
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("put", () -> notes.put("a", note("b")));
        calls.put("putAll", () -> notes.putAll(List.of(Document.of("a", note("b")), Document.of("b", note("c")))));
        calls.put("update", () -> notes.update("a", old -> note("c")));
        calls.put("get", () -> notes.get("a"));
        calls.put("find", () -> notes.find(Condition.keyStartsWith("a")));
        calls.put("stream", () -> {
            try (Stream<Stored<Note>> stream = notes.stream()) {
                stream.forEach(stored -> {});
            }
        });
        calls.put(
                "transact",
                () -> storage.transact(open -> {
                    Stored<Note> read = open.collection(NOTES).get("a").orElseThrow();
                    return open.collection(NOTES).put("a", read.value());
                }));
        calls.put("pool", storage::pool);
        return calls;
    }

    @Test
    @Rule({"LIFE-11", "LIFE-10"})
    void errorOfAFunction_leavesNothingTaken() throws InterruptedException {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("a"));
        for (Error intended : List.of(new OutOfMemoryError("as intended"), new StackOverflowError("as intended"))) {
            for (Map.Entry<String, ThrowingCallable> call :
                    functions(storage, intended).entrySet()) {
                String name = call.getKey();
                BoundedThread.run(
                        name,
                        BOUND,
                        () -> assertThatThrownBy(call.getValue())
                                .as("what the function of %s throws", name)
                                .isSameAs(intended));
                assertUnharmed(storage, "the function of " + name + " threw " + intended);
            }
        }
        assertThat(notes.get("a").map(Stored::value))
                .as("a document whose every writer failed")
                .contains(note("a"));
    }

    private static Map<String, ThrowingCallable> functions(Storage storage, Error intended) {
        DocumentCollection<Note> notes = storage.collection(NOTES);
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put(
                "update",
                () -> notes.update("a", old -> {
                    throw intended;
                }));
        calls.put(
                "upsert",
                () -> notes.upsert("a", old -> {
                    throw intended;
                }));
        calls.put(
                "a transaction that reads",
                () -> storage.transact(open -> {
                    open.collection(NOTES).get("a");
                    throw intended;
                }));
        calls.put(
                "a transaction that writes",
                () -> storage.transact(open -> {
                    open.collection(NOTES).put("a", note("b"));
                    throw intended;
                }));
        calls.put(
                "a transaction that streams",
                () -> storage.transact(open -> {
                    open.collection(NOTES).stream().forEach(stored -> {
                        throw intended;
                    });
                    return 1;
                }));
        calls.put("a stream", () -> {
            try (Stream<Stored<Note>> stream = notes.stream()) {
                stream.forEach(stored -> {
                    throw intended;
                });
            }
        });
        return calls;
    }

    /** Reads and writes on a thread of its own, which has nothing to do with the one that failed. */
    private static void assertUnharmed(Storage storage, String after) throws InterruptedException {
        DocumentCollection<Note> notes = storage.collection(NOTES);
        BoundedThread.run("write and read after " + after, BOUND, () -> {
            notes.put("other", note("other"));
            assertThat(notes.find(Condition.keyStartsWith("other")))
                    .as("what another thread wrote after %s", after)
                    .hasSize(1);
            storage.transact(open -> open.collection(NOTES).delete("other"));
        });
        assertThat(storage.pool().map(PoolStatus::inUse).orElse(0))
                .as("connections in use after %s: %s", after, storage.pool())
                .isZero();
        Health health = storage.health(BOUND);
        assertThat(health.live()).as("live after %s: %s", after, health).isTrue();
        assertThat(health.ready()).as("ready after %s: %s", after, health).isTrue();
    }
}
