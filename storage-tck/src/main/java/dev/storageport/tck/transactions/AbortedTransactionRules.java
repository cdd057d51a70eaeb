// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MappingException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.TransactionAbortedException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** TX: a transaction goes on after one of its operations failed. */
abstract class AbortedTransactionRules extends Topic {

    static final Index<Item, String> UNDECLARED = Index.of("undeclared", String.class, Item::group);

    @Test
    @Rule("TX-5")
    void transaction_whoseFailureWasSwallowed_canOnlyRollBack() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("owner", Item.aliased(1, "taken"), Content.text("kept"));
        failures().forEach((name, failing) -> {
            AtomicReference<Throwable> swallowed = new AtomicReference<>();
            assertThatThrownBy(
                            () -> storage.transactWithoutResult(transaction -> {
                                DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                                items.put("before", Item.of(2));
                                swallowed.set(failureOf(items, failing));
                            }),
                            "committing a transaction whose work swallowed the failure of: %s",
                            name)
                    .isInstanceOf(TransactionAbortedException.class)
                    .hasCause(swallowed.get());
            assertThat(storage.collection(Item.SPEC).find(Condition.all()))
                    .as("documents after the transaction in which this failed: %s", name)
                    .extracting(stored -> stored.value().number())
                    .containsExactly(1);
        });
    }

    @Test
    @Rule("TX-5")
    void transaction_whoseErrorWasSwallowed_canOnlyRollBack() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("a", Item.of(1));
        assertThatThrownBy(
                        () -> storage.transactWithoutResult(transaction -> {
                            DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                            items.put("b", Item.of(2));
                            assertThatThrownBy(() -> items.update("a", item -> {
                                        throw new AssertionError("of the application");
                                    }))
                                    .isInstanceOf(AssertionError.class);
                        }),
                        "committing a transaction whose work swallowed an Error of an operation")
                .isInstanceOf(TransactionAbortedException.class)
                .hasCauseInstanceOf(AssertionError.class);
        assertThat(storage.collection(Item.SPEC).count())
                .as("number of documents")
                .isEqualTo(1);
    }

    @Test
    @Rule("TX-5")
    void transaction_whoseStreamMetAnUnfitDocument_canOnlyRollBack() {
        CollectionSpec<JsonNode> raw =
                CollectionSpec.of("mixed", JsonNode.class).build();
        CollectionSpec<Pair> typed = CollectionSpec.of("mixed", Pair.class).build();
        bench().open(raw).collection(raw).put("unfit", JsonNodeFactory.instance.arrayNode());
        Storage storage = bench().open(typed);
        assertThatThrownBy(
                        () -> storage.transactWithoutResult(transaction -> {
                            DocumentCollection<Pair> pairs = transaction.collection(typed);
                            pairs.put("new", new Pair(1, 2));
                            try (Stream<Stored<Pair>> stream = pairs.stream()) {
                                assertThatThrownBy(() -> stream.filter(
                                                        pair -> pair.key().equals("unfit"))
                                                .count())
                                        .isInstanceOf(MappingException.class);
                            }
                        }),
                        "committing a transaction whose stream met a document that does not fit")
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(storage.collection(typed).count()).as("number of documents").isEqualTo(1);
    }

    /** A type that no array fits. */
    record Pair(int left, int right) {}

    @Test
    @Rule("TX-5")
    void operations_afterAFailedOneInATransaction_areRefused() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("owner", Item.aliased(1, "taken"));
        for (Consumer<DocumentCollection<Item>> later : laterOperations()) {
            assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                        DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                        Throwable first = failureOf(items, broken -> broken.put("x", Item.aliased(2, "taken")));
                        assertThatThrownBy(() -> later.accept(items), "an operation after a failed one")
                                .isInstanceOf(TransactionAbortedException.class)
                                .hasCause(first);
                    }))
                    .isInstanceOf(TransactionAbortedException.class);
        }
        storage.collection(Item.SPEC).put("after", Item.of(3));
        assertThat(storage.collection(Item.SPEC).count())
                .as("number of documents")
                .isEqualTo(2);
    }

    private static Throwable failureOf(DocumentCollection<Item> items, Consumer<DocumentCollection<Item>> failing) {
        try {
            failing.accept(items);
        } catch (StorageException | IllegalStateException swallowed) {
            return swallowed;
        }
        throw new AssertionError("the operation was meant to fail");
    }

    private static Map<String, Consumer<DocumentCollection<Item>>> failures() {
        Item second = Item.aliased(3, "taken");
        Map<String, Consumer<DocumentCollection<Item>>> failures = new LinkedHashMap<>();
        failures.put("put of a taken unique value", items -> items.put("x", second));
        failures.put("putAll with a taken unique value", items -> items.putAll(List.of(Document.of("x", second))));
        failures.put(
                "update whose function throws",
                items -> items.update("owner", item -> {
                    throw new IllegalStateException("of the application");
                }));
        failures.put("put of an invalid index value", items -> items.put("x", Item.aliased(3, "a\u0000b")));
        failures.put("get of an empty key", items -> items.get(""));
        failures.put("getAll of a key that is too long", items -> items.getAll(List.of("k".repeat(513))));
        failures.put("delete of an empty key", items -> items.delete(""));
        failures.put("touch of an invalid key", items -> items.touch("\uD800"));
        failures.put("deleteAll of a key twice", items -> items.deleteAll(List.of("a", "a")));
        failures.put("find by an undeclared index", items -> items.find(UNDECLARED.is("red")));
        failures.put("count by an undeclared index", items -> items.count(UNDECLARED.is("red")));
        failures.put("stream by an undeclared index", items -> items.stream(UNDECLARED.is("red")));
        return failures;
    }

    private static List<Consumer<DocumentCollection<Item>>> laterOperations() {
        return List.of(
                items -> items.put("y", Item.of(4)),
                items -> items.get("owner"),
                items -> items.content("owner"),
                items -> items.getAll(List.of()),
                items -> items.putAll(List.of()),
                items -> items.deleteAll(List.of()),
                items -> items.update("owner", item -> Item.of(4)),
                items -> items.delete("owner"),
                items -> items.touch("owner"),
                items -> items.delete(Condition.all()),
                DocumentCollection::clear,
                DocumentCollection::count,
                DocumentCollection::summary,
                items -> items.find(Condition.all()),
                DocumentCollection::stream);
    }
}
