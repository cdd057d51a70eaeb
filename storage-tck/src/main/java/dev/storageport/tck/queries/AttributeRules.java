// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COND: conditions on key, times and data version, and how large a condition may be. */
abstract class AttributeRules extends Topic {

    @Test
    @Rule("COND-6")
    void conditions_onKeys_findExactlyThem() {
        DocumentCollection<Book> books = Book.in(bench());
        for (String key : List.of("%", "A", "a", "a ", "b")) {
            books.put(key, Book.titled(key));
        }
        Book.assertMeets(books, Condition.keyIs("a"), List.of("a"), "key is a");
        Book.assertMeets(books, Condition.keyIs("%"), List.of("%"), "key is %");
        Book.assertMeets(books, Condition.keyIn(List.of("b", "none", "A", "b")), List.of("A", "b"), "key in four");
        Book.assertMeets(
                books,
                Condition.keyFrom("a").and(Book.TITLE.isNot("b")),
                List.of("a", "a "),
                "key from a, and title is not b");
        Book.assertMeets(
                books, Condition.keyBefore("A").or(Condition.keyIs("b")), List.of("%", "b"), "key before A, or b");
        assertThatThrownBy(() -> Condition.keyIs(""), "keyIs of an empty key")
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Rule("COND-6")
    void conditions_onTimes_areExactToTheMicrosecond() {
        DocumentCollection<Book> books = Book.in(bench());
        Instant start = Workbench.START;
        for (String key : List.of("a", "b", "c")) {
            books.put(key, Book.BLANK);
            bench().clock().advance(Duration.ofNanos(1_000));
        }
        books.touch("a"); // at start and three microseconds

        Book.assertMeets(books, Condition.createdBefore(start), List.of(), "created before the first");
        Book.assertMeets(books, Condition.createdBefore(micros(1)), List.of("a"), "created before the second");
        Book.assertMeets(books, Condition.createdSince(micros(1)), List.of("b", "c"), "created since the second");
        Book.assertMeets(
                books, Condition.createdSince(start.plusNanos(1)), List.of("b", "c"), "created a nanosecond later");
        Book.assertMeets(books, Condition.updatedSince(micros(2)), List.of("a", "c"), "updated since the third");
        Book.assertMeets(books, Condition.updatedBefore(micros(2)), List.of("b"), "updated before the third");
        Book.assertMeets(
                books,
                Condition.updatedSince(micros(3)).and(Condition.createdBefore(micros(1))),
                List.of("a"),
                "updated since the last write, created first");
        Book.assertMeets(books, Condition.createdSince(Limits.LATEST), List.of(), "created since the last instant");
        Book.assertMeets(
                books,
                Condition.createdSince(Limits.EARLIEST),
                List.of("a", "b", "c"),
                "created since the first instant");
    }

    private static Instant micros(int after) {
        return Workbench.START.plusNanos(after * 1_000L);
    }

    @Test
    @Rule("COND-6")
    void conditions_onTheDataVersion_findWhatWasWrittenWithIt() {
        CollectionSpec<Item> first = CollectionSpec.of("grown", Item.class).build();
        CollectionSpec<Item> third =
                CollectionSpec.of("grown", Item.class).version(3).build();
        try (Storage storage = bench().open(first)) {
            storage.collection(first).put("a", Item.of(1));
            storage.collection(first).put("b", Item.of(1));
        }
        DocumentCollection<Item> items = bench().open(third).collection(third);
        items.put("b", Item.of(3));
        items.put("c", Item.of(3));

        assertThat(items.keys(Condition.dataVersionIs(1)))
                .as("keys of version 1")
                .containsExactly("a");
        assertThat(items.keys(Condition.dataVersionIs(2)))
                .as("keys of version 2")
                .isEmpty();
        assertThat(items.keys(Condition.dataVersionIs(3)))
                .as("keys of version 3")
                .containsExactly("b", "c");
        assertThat(items.keys(Condition.dataVersionBefore(3)))
                .as("keys of versions before 3")
                .containsExactly("a");
        assertThat(items.keys(Condition.dataVersionBefore(1)))
                .as("keys of versions before 1")
                .isEmpty();
        assertThat(items.keys(Condition.dataVersionBefore(3).not()))
                .as("keys of versions not before 3")
                .containsExactly("b", "c");
    }

    @Test
    @Rule("COND-7")
    void conditions_asLargeAsAllowed_work() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("t0").pages(1L));
        books.put("b", Book.titled("t999").pages(2L));
        books.put("c", Book.BLANK);
        List<String> thousand = new ArrayList<>();
        for (int i = 0; i < Limits.CONDITION_VALUES; i++) {
            thousand.add("t" + i);
        }
        Book.assertMeets(books, Book.TITLE.in(thousand), List.of("a", "b"), "title in a thousand");
        Book.assertMeets(books, Condition.keyIn(thousand), List.of(), "key in a thousand");

        Condition<Book> flat = Book.TITLE.is("t0");
        for (int i = 1; i < 99; i++) { // 99 parts and 98 that combine them; asking for the negation adds one
            flat = flat.or(Book.TITLE.is("t" + i));
        }
        Book.assertMeets(books, flat, List.of("a"), "one of 99 titles");

        Condition<Book> deep = Book.TITLE.is("t0");
        for (int i = 0; i < 49; i++) { // a level each for or, and, not
            deep = Book.PAGES.is(7L).or(deep).and(Book.PAGES.isPresent());
        }
        Book.assertMeets(books, deep, List.of("a"), "nested in 98 levels");
    }

    @Test
    @Rule("COND-7")
    void conditions_largerThanAllowed_areRefused() {
        List<String> tooMany = new ArrayList<>();
        for (int i = 0; i <= Limits.CONDITION_VALUES; i++) {
            tooMany.add("t" + i);
        }
        assertThatThrownBy(() -> Book.TITLE.in(tooMany), "in with %s values", tooMany.size())
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("title");
        assertThatThrownBy(() -> Condition.keyIn(tooMany), "keyIn with %s keys", tooMany.size())
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(
                        () -> {
                            Condition<Book> growing = Book.TITLE.is("t");
                            for (int i = 0; i < Limits.CONDITION_PARTS; i++) {
                                growing = growing.and(Book.TITLE.is("t"));
                            }
                        },
                        "a condition of more than %s parts",
                        Limits.CONDITION_PARTS)
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    @Rule("COND-8")
    void indexes_thatTheCollectionDoesNotDeclare_areRefusedWhereverTheyAreUsed() {
        CollectionSpec<Book> other = CollectionSpec.of("other_books", Book.class)
                .index(Book.TITLE.version(2))
                .build();
        DocumentCollection<Book> books = bench().open(other).collection(other);
        books.put("a", Book.titled("t"));

        assertUsage("a condition of another version", () -> books.count(Book.TITLE.is("t")));
        assertUsage(
                "a part of a condition",
                () -> books.count(Condition.all().and(Book.PAGES.is(1L).not())));
        assertUsage("an order", () -> books.find(Condition.all().by(Book.PAGES)));
        assertUsage("a search", () -> books.find(Book.WORDS.contains("t")));
        assertUsage("counting by values", () -> books.countBy(Book.TAGS));
        assertUsage("deleting", () -> books.delete(Book.TITLE.isAbsent()));
        assertThat(books.count()).as("number of documents").isEqualTo(1);
    }

    private static void assertUsage(String what, Runnable use) {
        assertThatThrownBy(use::run, "%s with an index that is not declared", what)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("other_books");
    }
}
