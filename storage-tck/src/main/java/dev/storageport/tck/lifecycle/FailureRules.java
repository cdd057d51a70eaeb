// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** ERR: what failures look like. */
abstract class FailureRules extends Topic {

    /** A value that no message may show. */
    static final String SECRET = "hunter2-value";

    @Test
    @Rule({"ERR-1", "ERR-2"})
    void failures_ofRefusedCalls_areTypedAndNameThePlaceButNoValue() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("owner", Item.aliased(1, SECRET));
        items.put("other", Item.of(1));
        refusedCalls(storage, items).forEach((name, call) -> {
            Throwable failure = catchThrowable(call);
            assertThat(failure).as("what %s throws", name).isInstanceOf(StorageException.class);
            assertThat(failure.getMessage())
                    .as("the message of %s", name)
                    .contains("items")
                    .doesNotContain(SECRET);
        });
    }

    private static Map<String, ThrowingCallable> refusedCalls(Storage storage, DocumentCollection<Item> items) {
        Item second = Item.aliased(2, SECRET);
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("put of a taken value", () -> items.put("x", second));
        calls.put("update to a taken value", () -> items.update("other", item -> second));
        calls.put("putAll with a taken value", () -> items.putAll(List.of(Document.of("x", second))));
        calls.put(
                "a taken value in a transaction",
                () -> storage.transactWithoutResult(
                        open -> open.collection(Item.SPEC).put("x", second)));
        calls.put("an invalid index value", () -> items.put("x", Item.aliased(2, SECRET + "\u0000")));
        calls.put("an index value that is too long", () -> items.put("x", Item.grouped(2, SECRET.repeat(100))));
        calls.put("a key twice", () -> items.deleteAll(List.of("a", "a")));
        calls.put("an empty key", () -> items.get(""));
        return calls;
    }

    @Test
    @Rule("ERR-1")
    void failures_afterConnectionsBroke_areTyped() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(200));
        for (ThrowingCallable operation : operations(storage, items)) {
            bench().harness().breakConnections();
            Throwable failure = catchThrowable(operation);
            if (failure != null) {
                assertThat(failure)
                        .as("what an operation throws after its connection broke")
                        .isInstanceOf(StorageException.class);
            }
        }
    }

    private static List<ThrowingCallable> operations(Storage storage, DocumentCollection<Item> items) {
        return List.of(
                () -> items.put("a", Item.of(1), Content.text("x")),
                () -> items.get("a"),
                () -> items.update("a", item -> Item.of(2)),
                () -> items.find(Condition.all()),
                items::summary,
                items::count,
                () -> items.delete(Condition.keyStartsWith("a")),
                () -> {
                    try (var stream = items.stream()) {
                        stream.forEach(stored -> {});
                    }
                },
                () -> storage.transactWithoutResult(
                        open -> open.collection(Item.SPEC).put("b", Item.of(1))));
    }

    @Test
    @Rule("ERR-1")
    void failures_ofConnectionsBrokenUnderWay_areTyped() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(3_000));
        Throwable streaming = catchThrowable(() -> {
            try (var stream = items.stream()) {
                stream.peek(stored -> {
                            if (stored.key().equals(Item.key(5))) {
                                bench().harness().breakConnections();
                            }
                        })
                        .forEach(stored -> {});
            }
        });
        Throwable transacting = catchThrowable(() -> storage.transactWithoutResult(open -> {
            open.collection(Item.SPEC).put("a", Item.of(1));
            bench().harness().breakConnections();
            open.collection(Item.SPEC).put("b", Item.of(2));
        }));
        for (Throwable failure : new Throwable[] {streaming, transacting}) {
            assertThat(failure == null || failure instanceof StorageException)
                    .as("what a broken connection throws under way: %s", failure)
                    .isTrue();
        }
    }
}
