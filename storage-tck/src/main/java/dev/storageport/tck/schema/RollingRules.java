// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.Page;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** GROW: programs of two versions on one database, each writing what the other has to find. */
abstract class RollingRules extends Topic {

    /** The number that is asked for. */
    static final int WANTED = 7;

    static final Index<Item, Integer> ROLLING_NUMBER = ItemPrograms.NUMBER;
    static final MultiValueIndex<Item, Integer> PARTS =
            MultiValueIndex.of("parts", Integer.class, item -> List.of(item.number(), -1));
    static final SearchIndex<Item> TEXT_OF_NUMBER =
            SearchIndex.<Item>of("words").field(item -> "x" + item.number());
    static final CollectionSpec<Item> OLD_PROGRAM = items(Item.GROUP);
    static final CollectionSpec<Item> NEW_PROGRAM = items(Item.GROUP, ROLLING_NUMBER, PARTS, TEXT_OF_NUMBER);

    /**
     * Something the old program writes.
     *
     * @param name what it does
     * @param write does it
     */
    record Change(String name, Consumer<Storage> write) {}

    /**
     * A way to ask the new program for the wanted number.
     *
     * @param name what is called
     * @param answer asks
     * @param expected makes the right answer of the keys of the documents that have the number
     */
    record Ask(String name, Function<Storage, Object> answer, Function<List<String>, Object> expected) {}

    @Test
    @Rule("GROW-3")
    void writes_ofAProgramWithoutTheIndex_areInTheNextAnswer() {
        Storage old = bench().open(OLD_PROGRAM);
        Storage grown = bench().open(NEW_PROGRAM);
        assertNextAnswers(old, OLD_PROGRAM, grown, NEW_PROGRAM);
    }

    @Test
    @Rule("GROW-4")
    void writes_ofAProgramThatNoLongerHasTheIndex_areInTheNextAnswer() {
        Storage first = bench().open(NEW_PROGRAM);
        Storage later = bench().open(OLD_PROGRAM);
        assertNextAnswers(later, OLD_PROGRAM, first, NEW_PROGRAM);
    }

    private static void assertNextAnswers(
            Storage writer, CollectionSpec<Item> writes, Storage reader, CollectionSpec<Item> reads) {
        DocumentCollection<Item> writing = writer.collection(writes);
        DocumentCollection<Item> reading = reader.collection(reads);
        for (Ask ask : asks(reads)) {
            for (Change change : changes(writes)) {
                reading.clear();
                reading.putAll(IntStream.range(0, 6)
                        .mapToObj(i -> Document.of("k" + i, Item.grouped(i < 3 ? WANTED : 8, "red")))
                        .toList());
                change.write().accept(writer);
                List<String> having = writing.find(Condition.all()).stream()
                        .filter(stored -> stored.value().number() == WANTED)
                        .map(Stored::key)
                        .toList();
                assertThat(ask.answer().apply(reader))
                        .as("%s after the other program's %s", ask.name(), change.name())
                        .isEqualTo(ask.expected().apply(having));
            }
        }
    }

    private static List<Change> changes(CollectionSpec<Item> spec) {
        return List.of(
                change(spec, "insert", items -> items.insert("k9", Item.grouped(WANTED, "red"))),
                change(spec, "update to the number", items -> items.update("k3", item -> Item.of(WANTED))),
                change(spec, "update from the number", items -> items.update("k0", item -> Item.of(8))),
                change(spec, "put", items -> items.put("k1", Item.of(9))),
                change(spec, "replace", items -> items.replace("k4", Item.of(WANTED))),
                change(
                        spec,
                        "putAll",
                        items -> items.putAll(List.of(
                                Document.of("k0", Item.of(8)),
                                Document.of("k5", Item.of(WANTED)),
                                Document.of("k7", Item.of(WANTED))))),
                change(spec, "delete", items -> items.delete("k2")),
                change(spec, "deletion and insertion", items -> {
                    items.delete("k2");
                    items.insert("k2", Item.of(8));
                }),
                change(spec, "touch", items -> items.touch("k0")),
                new Change(
                        "transaction",
                        storage -> storage.transactWithoutResult(open -> {
                            open.collection(spec).put("k0", Item.of(8));
                            open.collection(spec).put("k6", Item.of(WANTED));
                        })));
    }

    private static Change change(CollectionSpec<Item> spec, String name, Consumer<DocumentCollection<Item>> write) {
        return new Change(name, storage -> write.accept(storage.collection(spec)));
    }

    private static List<Ask> asks(CollectionSpec<Item> spec) {
        Condition<Item> wanted = ROLLING_NUMBER.is(WANTED);
        return List.of(
                ask(spec, "find", items -> keys(items.find(wanted)), keys -> keys),
                ask(spec, "find by many values", items -> items.keys(PARTS.contains(WANTED)), keys -> keys),
                ask(spec, "search", items -> items.keys(TEXT_OF_NUMBER.contains("X7")), keys -> keys),
                ask(
                        spec,
                        "find in the order of the index",
                        items -> items.find(Condition.all().by(ROLLING_NUMBER)).stream()
                                .filter(stored -> stored.value().number() == WANTED)
                                .map(Stored::key)
                                .toList(),
                        keys -> keys),
                ask(spec, "stream", RollingRules::streamed, keys -> keys),
                ask(spec, "pages", RollingRules::paged, keys -> keys),
                ask(spec, "exists", items -> items.exists(wanted), keys -> !keys.isEmpty()),
                ask(spec, "count", items -> items.count(wanted), RollingRules::size),
                ask(
                        spec,
                        "count of the others",
                        items -> items.count() - items.count(wanted.not()),
                        RollingRules::size),
                ask(spec, "countBy", items -> items.countBy(ROLLING_NUMBER).get(WANTED), RollingRules::size),
                ask(spec, "countBy many values", items -> items.countBy(PARTS).get(WANTED), RollingRules::size),
                ask(
                        spec,
                        "distinct",
                        items -> items.distinct(ROLLING_NUMBER).contains(WANTED),
                        keys -> !keys.isEmpty()),
                ask(spec, "delete", items -> items.delete(wanted), RollingRules::size),
                ask(spec, "delete with a limit", items -> items.delete(wanted.limit(100)), RollingRules::size),
                ask(spec, "deleteInBatches", items -> items.deleteInBatches(wanted, 2), RollingRules::size),
                new Ask(
                        "find in a transaction",
                        storage -> storage.<List<String>, RuntimeException>transact(
                                open -> keys(open.collection(spec).find(wanted))),
                        keys -> keys),
                new Ask(
                        "count in a transaction that writes",
                        storage -> storage.<Long, RuntimeException>transact(open -> {
                            open.collection(spec).put("own", Item.of(WANTED));
                            return open.collection(spec).count(wanted) - 1;
                        }),
                        RollingRules::size));
    }

    private static Ask ask(
            CollectionSpec<Item> spec,
            String name,
            Function<DocumentCollection<Item>, Object> answer,
            Function<List<String>, Object> expected) {
        return new Ask(name, storage -> answer.apply(storage.collection(spec)), expected);
    }

    private static Object size(List<String> keys) {
        return (long) keys.size();
    }

    private static List<String> keys(List<Stored<Item>> documents) {
        return documents.stream().map(Stored::key).toList();
    }

    private static List<String> streamed(DocumentCollection<Item> items) {
        try (Stream<Stored<Item>> stream = items.stream(ROLLING_NUMBER.is(WANTED))) {
            return stream.map(Stored::key).toList();
        }
    }

    private static List<String> paged(DocumentCollection<Item> items) {
        List<String> keys = new ArrayList<>();
        Page<Item> page = items.page(ROLLING_NUMBER.is(WANTED).limit(2));
        keys.addAll(keys(page.documents()));
        for (Optional<String> next = page.next(); next.isPresent(); next = page.next()) {
            page = items.page(ROLLING_NUMBER.is(WANTED).limit(2), next.get());
            keys.addAll(keys(page.documents()));
        }
        return keys;
    }

    @Test
    @Rule("GROW-3")
    void pages_betweenWhichAProgramWithoutTheIndexWrites_goOn() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), OLD_PROGRAM);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), NEW_PROGRAM);
        old.putAll(IntStream.range(0, 6)
                .mapToObj(i -> Document.of("k" + i, Item.of(WANTED)))
                .toList());
        Page<Item> page = items.page(ROLLING_NUMBER.is(WANTED).limit(2));
        old.put("k1", Item.of(8));
        old.put("k3", Item.of(8));
        old.put("k31", Item.of(WANTED));
        Page<Item> rest =
                items.page(ROLLING_NUMBER.is(WANTED).limit(10), page.next().orElseThrow());
        assertThat(keys(page.documents())).as("the first page").containsExactly("k0", "k1");
        assertThat(keys(rest.documents()))
                .as("the rest, after writes of a program without the index")
                .containsExactly("k2", "k31", "k4", "k5");
    }

    @Test
    @Rule("GROW-4")
    void index_noLongerDeclared_staysAndIsRightAgain() {
        try (Storage first = bench().open(NEW_PROGRAM)) {
            first.collection(NEW_PROGRAM).putAll(ItemPrograms.various(40));
        }
        try (Storage later = bench().open(OLD_PROGRAM)) {
            DocumentCollection<Item> items = later.collection(OLD_PROGRAM);
            items.put(Item.key(1), Item.of(WANTED));
            items.put(Item.key(WANTED), Item.of(1));
            items.delete(Item.key(30));
            items.insert("new", Item.of(30));
            assertThat(ItemPrograms.indexNames(later))
                    .as("indexes that a program no longer declares, and its own")
                    .containsExactly("grouping", "number", "parts", "words");
        }
        DocumentCollection<Item> again = ItemPrograms.open(bench(), NEW_PROGRAM);
        ItemPrograms.BY_NUMBER.assertExact("opened again by a program that declares it", again);
        assertThat(again.keys(PARTS.contains(WANTED)))
                .as("documents found by many values")
                .containsExactly(Item.key(1));
        assertThat(again.keys(TEXT_OF_NUMBER.contains("x30")))
                .as("documents found by words")
                .containsExactly("new");
    }
}
