// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.FailureMessages;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ERR: the form of messages. That of what a port throws is checked wherever one throws. */
abstract class MessageRules extends Topic {

    static final Index<Item, String> UNDECLARED = Index.of("elsewhere", String.class, Item::group);

    @Test
    @Rule("ERR-7")
    void messages_ofFailuresInACollection_haveOneForm() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("owner", Item.aliased(1, "taken"));
        items.put("colon: \"quoted\"", Item.of(2));
        String backend = backend();
        failing(storage, items).forEach((name, call) -> assertForm(backend, "items", name, call));
        storage.close();
        failing(storage, items).forEach((name, call) -> assertForm(backend, null, name + " on a closed storage", call));
    }

    @Test
    @Rule("ERR-7")
    void messages_ofFailuresOfAStorage_haveOneForm() {
        Storage storage = bench().open(Item.SPEC);
        String backend = backend();
        assertForm(
                backend,
                "",
                "a transaction in a transaction",
                () -> storage.transact(open -> storage.transact(inner -> 1)));
        assertForm(
                backend, "", "a close in a transaction", () -> storage.transactWithoutResult(open -> storage.close()));
        storage.close();
        assertForm(backend, "", "a transaction on a closed storage", () -> storage.transact(open -> 1));
        assertForm(
                backend,
                "",
                "the schema of a closed storage",
                () -> storage.schema().status());
    }

    private String backend() {
        try (StoragePort port = bench().harness().port()) {
            return port.backend();
        }
    }

    private static Map<String, ThrowingCallable> failing(Storage storage, DocumentCollection<Item> items) {
        Item thief = Item.aliased(3, "taken");
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("put of a taken value", () -> items.put("thief", thief));
        calls.put("put with content of a taken value", () -> items.put("thief", thief, Content.text("x")));
        calls.put("insert of a taken value", () -> items.insert("thief: \"quoted\"", thief));
        calls.put("update to a taken value", () -> items.update("colon: \"quoted\"", item -> thief));
        calls.put("upsert of a taken value", () -> items.upsert("thief", item -> thief));
        calls.put("putAll with a taken value", () -> items.putAll(List.of(Document.of("thief", thief))));
        calls.put(
                "a taken value in a transaction",
                () -> storage.transactWithoutResult(
                        open -> open.collection(Item.SPEC).put("thief", thief)));
        calls.put("an empty key", () -> items.get(""));
        calls.put("a key that is too long", () -> items.delete("k".repeat(600)));
        calls.put("a key that cannot be stored", () -> items.touch("a\u0000b"));
        calls.put("a key twice", () -> items.deleteAll(List.of("a", "a")));
        calls.put("an index value that cannot be stored", () -> items.put("x", Item.grouped(1, "a\u0000b")));
        calls.put("an index value that is too long", () -> items.put("x", Item.grouped(1, "g".repeat(2_000))));
        calls.put("a query by an index that is not declared", () -> items.find(UNDECLARED.is("x")));
        calls.put("a count by an index that is not declared", () -> items.countBy(UNDECLARED, Condition.all()));
        calls.put("a stream by an index that is not declared", () -> {
            try (Stream<Stored<Item>> stream = items.stream(UNDECLARED.is("x"))) {
                stream.forEach(stored -> {});
            }
        });
        calls.put("deletion in batches of nothing", () -> items.deleteInBatches(Condition.all(), 0));
        calls.put("a page of an altered token", () -> items.page(Condition.all().limit(10), "altered"));
        return calls;
    }

    /**
     * Requires that a call fails and that the message has the form.
     *
     * @param collection which collection it must name; empty: none; {@code null}: either this or none
     */
    private static void assertForm(String backend, @Nullable String collection, String name, ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).as("what %s throws", name).isInstanceOf(StorageException.class);
        String message = String.valueOf(failure.getMessage());
        boolean formed = collection == null
                ? FailureMessages.isOfLibrary(backend, "items", message)
                        || FailureMessages.isOfLibrary(backend, "", message)
                : FailureMessages.isOfLibrary(backend, collection, message);
        assertThat(formed)
                .as(
                        "the message of %s has the form \"%s: operation%s: what is wrong\": %s",
                        name,
                        backend,
                        collection == null || collection.isEmpty()
                                ? ""
                                : " in collection " + collection + ", key, index",
                        message)
                .isTrue();
    }
}
