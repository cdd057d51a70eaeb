// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static dev.storageport.tck.queries.OrderRules.BY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Book.Shelf;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ORD: orders of index values. */
abstract class IndexOrderRules extends Topic {

    @Test
    @Rule("ORD-4")
    void texts_areOrderedByCodePoint() {
        assertOrder(
                Book.TITLE,
                Samples.DISTINCT_TEXTS.stream().sorted(BY_BYTES).toList(),
                (book, title) -> Book.titled(title));
    }

    @Test
    @Rule("ORD-4")
    void numbers_areOrderedByTheirSize() {
        assertOrder(Book.PAGES, List.of(Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, 100L, Long.MAX_VALUE), Book::pages);
        assertOrder(Book.PRICE, List.of(-1e300, -0.5, 0.0, 0.1, 9.5, 10.0, 1e300), Book::price);
    }

    @Test
    @Rule("ORD-4")
    void times_areOrderedFromTheEarliest() {
        assertOrder(Book.BOUND, Book.MOMENTS, Book::bound);
        assertOrder(
                Book.PRINTED,
                List.of(LocalDate.parse("0001-01-01"), LocalDate.parse("1969-12-31"), LocalDate.parse("9999-12-31")),
                Book::printed);
    }

    @Test
    @Rule("ORD-4")
    void truthValuesUuidsAndEnums_areOrderedByFalseBytesAndName() {
        assertOrder(Book.LENT, List.of(false, true), Book::lent);
        assertOrder(Book.SHELF, List.of(Shelf.CELLAR, Shelf.MIDDLE, Shelf.TOP), Book::shelf);
        DocumentCollection<Book> books = Book.in(bench());
        books.clear();
        List<String> ascending = new ArrayList<>();
        for (int i = 0; i < Book.NUMBERS.size(); i++) {
            ascending.add("k" + (9 - i));
            books.put("k" + (9 - i), Book.BLANK.number(Book.NUMBERS.get(i)));
        }
        books.put("x", Book.BLANK);
        books.put("y", Book.BLANK);
        ascending.addAll(List.of("x", "y"));
        assertOrdered(books, Book.NUMBER, ascending);
    }

    /** Stores each value under two keys, in no order, and two documents without one. */
    private <V> void assertOrder(Index<Book, V> index, List<V> ascending, RangeRules.Giver<V> giver) {
        DocumentCollection<Book> books = Book.in(bench());
        books.clear();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ascending.size(); i++) {
            String key = "k%03d".formatted((i * 37 + 11) % 100);
            expected.addAll(List.of(key, key + "\uffff", key + "\ud83d\ude00"));
        }
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, new Random(3));
        for (int place : shuffled) {
            books.put(expected.get(place), giver.give(Book.BLANK, ascending.get(place / 3)));
        }
        books.put("k0 absent", Book.BLANK);
        books.put("absent", Book.BLANK);
        expected.addAll(List.of("absent", "k0 absent"));
        assertOrdered(books, index, expected);
    }

    private static void assertOrdered(DocumentCollection<Book> books, Index<Book, ?> index, List<String> ascending) {
        List<String> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        assertThat(books.keys(Condition.all().by(index)))
                .as("keys by %s: equal values by key, those without a value last", index)
                .isEqualTo(ascending);
        assertThat(books.keys(Condition.all().byDescending(index)))
                .as("keys by %s descending: those without a value first, equal values by descending key", index)
                .isEqualTo(descending);
        assertThat(books.keys(index.isPresent().byDescending(index).limit(3)))
                .as("keys of the last three by %s", index)
                .isEqualTo(descending.subList(2, Math.min(5, descending.size())));
        assertThat(books.keys(Condition.all().by(index).limit(4)))
                .as("the first four keys by %s", index)
                .isEqualTo(ascending.subList(0, 4));
    }

    @Test
    @Rule("ORD-4")
    void order_ofAnIndex_followsEachWrite() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.ofPages(1L));
        books.put("b", Book.ofPages(2L));
        books.put("c", Book.ofPages(3L));
        books.update("a", book -> book.pages(4L));
        books.put("d", Book.BLANK);
        books.update("b", book -> Book.BLANK);
        books.delete("c");

        assertThat(books.keys(Condition.all().by(Book.PAGES)))
                .as("keys by pages after update and delete")
                .containsExactly("a", "b", "d");
        assertThat(books.keys(Condition.keyFrom("b").byDescending(Book.PAGES)))
                .as("keys from b, by pages descending")
                .containsExactly("d", "b");
    }
}
