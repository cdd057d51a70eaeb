// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.MultiValueIndex;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Rollback;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** INDEX: indexes of many values. */
abstract class ManyValueRules extends Topic {

    /** Values of other types than books have many of. */
    record Trip(List<Double> lengths, List<UUID> riders, List<Boolean> answers) {}

    static final MultiValueIndex<Trip, Double> LENGTHS = MultiValueIndex.of("lengths", Double.class, Trip::lengths);
    static final MultiValueIndex<Trip, UUID> RIDERS = MultiValueIndex.of("riders", UUID.class, Trip::riders);
    static final MultiValueIndex<Trip, Boolean> ANSWERS = MultiValueIndex.of("answers", Boolean.class, Trip::answers);
    static final CollectionSpec<Trip> TRIPS = CollectionSpec.of("trips", Trip.class)
            .index(LENGTHS)
            .index(RIDERS)
            .index(ANSWERS)
            .build();

    @Test
    @Rule("INDEX-8")
    void document_withManyValues_isFoundByEachOfThemOnce() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.tagged(List.of("red", "blue", "red", "")).years(List.of(Integer.MAX_VALUE, -1)));
        books.put("b", Book.tagged(List.of("blue")).years(List.of(-1)));
        books.put("c", Book.tagged(List.of("BLUE", "red,blue", "{red}")));

        Book.assertMeets(books, Book.TAGS.contains("red"), List.of("a"), "tags contain red, given twice");
        Book.assertMeets(books, Book.TAGS.contains("blue"), List.of("a", "b"), "tags contain blue");
        Book.assertMeets(books, Book.TAGS.contains(""), List.of("a"), "tags contain the empty text");
        Book.assertMeets(books, Book.TAGS.contains("BLUE"), List.of("c"), "tags contain BLUE");
        Book.assertMeets(books, Book.TAGS.contains("re"), List.of(), "tags contain a part of one");
        Book.assertMeets(books, Book.YEARS.contains(-1), List.of("a", "b"), "years contain -1");
        Book.assertMeets(books, Book.YEARS.contains(Integer.MAX_VALUE), List.of("a"), "years contain the largest");
    }

    @Test
    @Rule("INDEX-8")
    void manyValues_afterEachKindOfWrite_areThoseOfTheDocument() {
        DocumentCollection<Book> books = Book.in(bench());
        Book both = Book.tagged(List.of("red", "blue"));
        books.insert("a", both);
        books.putAll(List.of(Document.of("b", both), Document.of("c", both), Document.of("d", both)));
        assertTags(books, "inserting", List.of("a", "b", "c", "d"), List.of("a", "b", "c", "d"));

        books.put("a", Book.tagged(List.of("blue", "green")));
        assertTags(books, "put", List.of("b", "c", "d"), List.of("a", "b", "c", "d"));
        books.update("b", book -> book.tags(List.of("red")));
        assertTags(books, "update", List.of("b", "c", "d"), List.of("a", "c", "d"));
        books.replace("c", Book.BLANK, Content.text("no tags"));
        assertTags(books, "replace", List.of("b", "d"), List.of("a", "d"));
        books.touch("d");
        assertTags(books, "touch", List.of("b", "d"), List.of("a", "d"));
        books.delete("d");
        assertTags(books, "delete", List.of("b"), List.of("a"));
        books.put("d", Book.tagged(List.of("green")));
        assertTags(books, "inserting again", List.of("b"), List.of("a"));
        books.delete(Book.TAGS.contains("red"));
        assertTags(books, "delete by condition", List.of(), List.of("a"));
        books.clear();
        books.put("b", Book.BLANK);
        assertTags(books, "clear", List.of(), List.of());
    }

    private static void assertTags(DocumentCollection<Book> books, String after, List<String> red, List<String> blue) {
        Book.assertMeets(books, Book.TAGS.contains("red"), red, "tags contain red after " + after);
        Book.assertMeets(books, Book.TAGS.contains("blue"), blue, "tags contain blue after " + after);
    }

    @Test
    @Rule("INDEX-8")
    void manyValues_ofARolledBackTransaction_areThoseFromBefore() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.tagged(List.of("red")));
        Rollback.of(bench().open(Book.SPEC), transaction -> {
            DocumentCollection<Book> own = transaction.collection(Book.SPEC);
            own.put("a", Book.tagged(List.of("blue")));
            own.put("b", Book.tagged(List.of("red")));
            assertThat(own.keys(Book.TAGS.contains("red")))
                    .as("tags contain red inside the transaction")
                    .containsExactly("b");
        });
        assertTags(books, "rollback", List.of("a"), List.of());
    }

    @Test
    @Rule("INDEX-8")
    void manyValues_ofEachType_areComparedExactly() {
        DocumentCollection<Trip> trips = bench().open(TRIPS).collection(TRIPS);
        UUID small = new UUID(1, 2);
        UUID large = new UUID(-1, -2);
        trips.put("a", new Trip(List.of(0.1, 0.1 + 0.2, -0.0), List.of(small, large), List.of(true, false)));
        trips.put("b", new Trip(List.of(0.3), List.of(large), List.of(false)));

        assertThat(trips.keys(LENGTHS.contains(0.3))).as("lengths contain 0.3").containsExactly("b");
        assertThat(trips.keys(LENGTHS.contains(0.1 + 0.2)))
                .as("lengths contain the sum of 0.1 and 0.2")
                .containsExactly("a");
        assertThat(trips.keys(LENGTHS.contains(0.0))).as("lengths contain 0").containsExactly("a");
        assertThat(trips.keys(RIDERS.contains(large)))
                .as("riders contain the large one")
                .containsExactly("a", "b");
        assertThat(trips.keys(RIDERS.contains(small)))
                .as("riders contain the small one")
                .containsExactly("a");
        assertThat(trips.keys(ANSWERS.contains(true)))
                .as("answers contain true")
                .containsExactly("a");
    }

    @Test
    @Rule("INDEX-9")
    void containsAnyAndAll_findWhatTheySay() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.tagged(List.of("red")));
        books.put("ab", Book.tagged(List.of("red", "blue")));
        books.put("abc", Book.tagged(List.of("green", "blue", "red")));
        books.put("b", Book.tagged(List.of("blue")));
        books.put("none", Book.tagged(List.of()));

        List<String> two = List.of("red", "blue");
        Book.assertMeets(books, Book.TAGS.containsAny(two), List.of("a", "ab", "abc", "b"), "any of red, blue");
        Book.assertMeets(books, Book.TAGS.containsAll(two), List.of("ab", "abc"), "all of red, blue");
        Book.assertMeets(
                books, Book.TAGS.containsAll(List.of("red", "red")), List.of("a", "ab", "abc"), "all of red, red");
        Book.assertMeets(books, Book.TAGS.containsAll(List.of("red", "blue", "green")), List.of("abc"), "all of three");
        Book.assertMeets(books, Book.TAGS.containsAll(List.of("red", "black")), List.of(), "all of red, black");
        Book.assertMeets(books, Book.TAGS.containsAny(List.of("black")), List.of(), "any of black");
        Book.assertMeets(books, Book.TAGS.containsAny(List.of()), List.of(), "any of none");
        Book.assertMeets(
                books,
                Book.TAGS.containsAny(two).and(Book.TAGS.containsAll(two).not()),
                List.of("a", "b"),
                "any but not all of red, blue");
        assertThatThrownBy(() -> Book.TAGS.containsAll(List.of()), "containsAll of none")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("tags");
    }

    @Test
    @Rule({"INDEX-9", "COND-7"})
    void containsAll_ofAsManyValuesAsAConditionHasParts_works() {
        DocumentCollection<Book> books = Book.in(bench());
        List<String> tags = IntStream.range(0, Limits.CONDITION_PARTS + 1)
                .mapToObj(i -> "t" + i)
                .toList();
        List<String> most = tags.subList(0, Limits.CONDITION_PARTS);
        books.put("all", Book.tagged(most));
        books.put("not-all", Book.tagged(most.subList(1, most.size())));
        assertThat(books.keys(Book.TAGS.containsAll(most)))
                .as("documents with as many tags as a condition has parts")
                .containsExactly("all");
        assertThatThrownBy(() -> Book.TAGS.containsAll(tags), "containsAll of one more")
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    @Rule("INDEX-9")
    void query_byManyValues_givesEachDocumentOnceInItsOrder() {
        DocumentCollection<Book> books = Book.in(bench());
        for (int i = 0; i < 20; i++) {
            books.put(
                    "k%02d".formatted(i),
                    Book.tagged(List.of("red", "blue", "t" + i)).pages(100L - i));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        Condition<Book> any = Book.TAGS.containsAny(List.of("red", "blue", "t3"));

        assertThat(books.count(any)).as("documents with any of three tags").isEqualTo(20);
        assertThat(books.keys(any.by(Book.PAGES).limit(3)))
                .as("the three of fewest pages with any of three tags")
                .containsExactly("k19", "k18", "k17");
        assertThat(books.keys(any.newestFirst().limit(2)))
                .as("the two newest with any of three tags")
                .containsExactly("k19", "k18");
        assertThat(books.keys(any.limit(2))).as("the first two by key").containsExactly("k00", "k01");
    }

    @Test
    @Rule("INDEX-12")
    void manyValues_upToAThousand_areFoundAndMoreAreRefused() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Integer> thousand = IntStream.range(0, Limits.INDEX_VALUES).boxed().toList();
        List<Integer> more = new ArrayList<>(thousand);
        more.add(-7);
        List<Integer> twice = new ArrayList<>(thousand);
        twice.addAll(thousand);
        books.put("a", Book.BLANK.years(thousand));
        books.put("b", Book.BLANK.years(twice));

        assertThatThrownBy(() -> books.put("c", Book.BLANK.years(more)), "a value more than the limit")
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("years");
        assertThatThrownBy(() -> books.put("c", Book.tagged(Arrays.asList("x", null))), "a null among the values")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("tags");
        assertThatThrownBy(
                        () -> books.put("c", Book.tagged(Collections.singletonList("x".repeat(1025)))),
                        "a text over the limit")
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("tags");
        Book.assertMeets(books, Book.YEARS.contains(999), List.of("a", "b"), "years contain the last of a thousand");
        Book.assertMeets(books, Book.YEARS.contains(-7), List.of(), "years contain the refused one");
    }
}
