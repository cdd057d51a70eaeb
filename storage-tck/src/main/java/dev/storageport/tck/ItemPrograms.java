// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DeclaredIndex;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SchemaStatus;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Programs that declare one collection of items with different indexes, and what they are compared by. */
final class ItemPrograms {

    /** More documents than a query brings into an index by itself, and than fit in two batches. */
    static final int LARGE = 1_200;

    static final Index<Item, Integer> NUMBER = Index.of("number", Integer.class, Item::number);
    static final MultiValueIndex<Item, String> DIGITS = MultiValueIndex.of(
            "digits", String.class, item -> digits(item.number()).toList());
    static final SearchIndex<Item> WORDS =
            SearchIndex.<Item>of("words").field(Item::group).field(item -> "Number " + item.number());

    /**
     * An index that a program adds.
     *
     * @param index the index
     * @param condition what it finds
     * @param holds the same, of one document
     */
    record Grown(DeclaredIndex<Item> index, Condition<Item> condition, Predicate<Item> holds) {

        /** Fails unless the index finds exactly the documents that a look at each one finds. */
        void assertExact(String when, DocumentCollection<Item> items) {
            List<Stored<Item>> all = items.find(Condition.all());
            List<String> expected = all.stream()
                    .filter(stored -> holds.test(stored.value()))
                    .map(Stored::key)
                    .toList();
            assertThat(items.keys(condition.byKey()))
                    .as("documents found by the %s %s", index, when)
                    .isEqualTo(expected);
            assertThat(items.count(condition.not()))
                    .as("documents not found by the %s %s", index, when)
                    .isEqualTo(all.size() - expected.size());
        }
    }

    static final Grown BY_NUMBER = new Grown(NUMBER, NUMBER.atLeast(30), item -> item.number() >= 30);
    static final Grown BY_DIGITS = new Grown(DIGITS, DIGITS.contains("7"), item -> has(item, '7'));
    static final Grown BY_WORDS = new Grown(WORDS, WORDS.contains("7 NUM"), item -> has(item, '7'));
    static final Grown BY_GROUP = new Grown(Item.GROUP, Item.GROUP.is("red"), item -> "red".equals(item.group()));
    static final Grown BY_ALIAS =
            new Grown(Item.ALIAS, Item.ALIAS.isPresent().and(Item.ALIAS.isNot("alias-1")), ItemPrograms::hasOtherAlias);

    /** An index of each type and each kind. */
    static final List<Grown> ALL_KINDS = kinds();

    private ItemPrograms() {}

    private static List<Grown> kinds() {
        Index<Item, Long> whole = Index.of("whole", Long.class, item -> (long) item.number());
        Index<Item, Double> half = Index.of("half", Double.class, item -> item.number() / 2.0);
        Index<Item, Boolean> even = Index.of("even", Boolean.class, item -> item.number() % 2 == 0);
        Index<Item, Instant> due = Index.of("due", Instant.class, item -> due(item.number()));
        Index<Item, LocalDate> day = Index.of("day", LocalDate.class, item -> LocalDate.ofEpochDay(item.number()));
        Index<Item, UUID> uuid = Index.of("uuid", UUID.class, item -> new UUID(item.number(), 7));
        return List.of(
                BY_GROUP,
                new Grown(whole, whole.between(10L, 20L), item -> item.number() >= 10 && item.number() <= 20),
                new Grown(half, half.lessThan(10.5), item -> item.number() < 21),
                new Grown(even, even.is(true), item -> item.number() % 2 == 0),
                new Grown(due, due.range(due(5), due(9)), item -> item.number() >= 5 && item.number() < 9),
                new Grown(day, day.greaterThan(LocalDate.ofEpochDay(40)), item -> item.number() > 40),
                new Grown(uuid, uuid.atMost(new UUID(12, 7)), item -> item.number() <= 12),
                BY_ALIAS,
                BY_DIGITS,
                BY_WORDS);
    }

    private static Instant due(int number) {
        return Workbench.START.plusSeconds(number);
    }

    private static Stream<String> digits(int number) {
        return Integer.toString(number).chars().mapToObj(Character::toString);
    }

    private static boolean has(Item item, char digit) {
        return Integer.toString(item.number()).indexOf(digit) >= 0;
    }

    private static boolean hasOtherAlias(Item item) {
        return item.alias() != null && !item.alias().equals("alias-1");
    }

    /** Returns how a program declares the collection of items. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static CollectionSpec<Item> items(DeclaredIndex<Item>... indexes) {
        return items(List.of(indexes));
    }

    /** Returns how a program declares the collection of items. */
    static CollectionSpec<Item> items(List<DeclaredIndex<Item>> indexes) {
        CollectionSpec.Builder<Item> spec = CollectionSpec.of("items", Item.class);
        indexes.forEach(spec::index);
        return spec.build();
    }

    /** Opens a storage with this one collection and returns the collection. */
    static DocumentCollection<Item> open(Workbench bench, CollectionSpec<Item> spec) {
        return bench.open(spec).collection(spec);
    }

    /** Opens a storage with this one collection and other options and returns the collection. */
    static DocumentCollection<Item> open(Workbench bench, StorageOptions options, CollectionSpec<Item> spec) {
        return bench.open(options, spec).collection(spec);
    }

    /** Returns documents with groups, unique aliases, and some without either. */
    static List<Document<Item>> various(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Document.of(Item.key(i), various(i, i)))
                .toList();
    }

    /** Returns one of those documents with another number. */
    static Item various(int document, int number) {
        String group = List.of("red", "green", "").get(document % 3);
        return new Item(number, group.isEmpty() ? null : group, document % 4 == 3 ? null : "alias-" + document);
    }

    /** Fills a collection with documents that have contents, several revisions and different times. */
    static void fill(Workbench bench, DocumentCollection<Item> items) {
        items.putAll(various(60));
        bench.clock().advance(Duration.ofMinutes(1));
        items.put(Item.key(3), various(3, 73), Content.text("kept"));
        items.update(Item.key(4), item -> various(4, 74));
        items.touch(Item.key(5));
        items.delete(Item.key(6));
        bench.clock().advance(Duration.ofMinutes(1));
    }

    /** Returns every document with its content. */
    static List<StoredWithContent<Item>> everything(DocumentCollection<Item> items) {
        List<StoredWithContent<Item>> everything = new ArrayList<>();
        items.keys(Condition.all())
                .forEach(key -> everything.add(items.getWithContent(key).orElseThrow()));
        return everything;
    }

    /** Returns the indexes of the collection of items as the database has them. */
    static List<IndexStatus> indexes(Storage storage) {
        return collection(storage.schema().status(), "items").orElseThrow().indexes();
    }

    /** Returns their names. */
    static List<String> indexNames(Storage storage) {
        return indexes(storage).stream().map(index -> index.definition().name()).toList();
    }

    /** Returns whether every index of that name can be queried. */
    static boolean isCurrent(Storage storage, String index) {
        return indexes(storage).stream()
                .filter(one -> one.definition().name().equals(index))
                .allMatch(IndexStatus::current);
    }

    static Optional<CollectionStatus> collection(SchemaStatus status, String name) {
        return status.collections().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
    }
}
