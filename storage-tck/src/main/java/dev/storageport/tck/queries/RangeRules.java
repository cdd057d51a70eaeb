// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static dev.storageport.tck.queries.OrderRules.BY_BYTES;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Book.Shelf;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COND: ranges of the values of every type. */
abstract class RangeRules extends Topic {

    static final List<String> TEXTS = List.of(
                    "",
                    " ",
                    "A",
                    "Z",
                    "a",
                    "a ",
                    "aa",
                    "b",
                    "\u00df",
                    "\u0131",
                    "\u4e00",
                    "\ue000",
                    "\uffff",
                    "\ud83d\ude00")
            .stream()
            .sorted(BY_BYTES)
            .toList();

    @Test
    @Rule("COND-3")
    void ranges_ofTexts_goByCodePoint() {
        assertRanges(Book.TITLE, TEXTS, Book.BLANK, (book, title) -> Book.titled(title));
    }

    @Test
    @Rule("COND-3")
    void ranges_ofIntegers_goFromTheSmallestToTheLargest() {
        List<Long> pages = List.of(
                Long.MIN_VALUE, -1L, 0L, 1L, 9L, 10L, 9_007_199_254_740_992L, 9_007_199_254_740_993L, Long.MAX_VALUE);
        assertRanges(Book.PAGES, pages, Book.BLANK, Book::pages);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofRealNumbers_goFromTheSmallestToTheLargest() {
        List<Double> prices = List.of(
                -Double.MAX_VALUE,
                -1.5,
                0.0,
                Double.MIN_VALUE,
                0.1,
                0.3,
                0.1 + 0.2,
                2.0,
                10.0,
                1e300,
                Double.MAX_VALUE);
        assertRanges(Book.PRICE, prices, Book.BLANK, Book::price);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofTruthValues_beginWithFalse() {
        assertRanges(Book.LENT, List.of(false, true), Book.BLANK, Book::lent);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofInstants_areOfMicroseconds() {
        assertRanges(Book.BOUND, Book.MOMENTS, Book.BLANK, Book::bound);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofDates_spanAllYears() {
        List<LocalDate> days = List.of(
                LocalDate.parse("0001-01-01"),
                LocalDate.parse("1582-10-10"),
                LocalDate.parse("1900-02-28"),
                LocalDate.parse("1970-01-01"),
                LocalDate.parse("2024-02-29"),
                LocalDate.parse("9999-12-31"));
        assertRanges(Book.PRINTED, days, Book.BLANK, Book::printed);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofUuids_goByUnsignedBytes() {
        assertRanges(Book.NUMBER, Book.NUMBERS, Book.BLANK, Book::number);
    }

    @Test
    @Rule("COND-3")
    void ranges_ofEnums_goByTheirNames() {
        assertRanges(Book.SHELF, List.of(Shelf.CELLAR, Shelf.MIDDLE, Shelf.TOP), Book.BLANK, Book::shelf);
    }

    /** Gives a book a value. */
    @FunctionalInterface
    interface Giver<V> {
        Book give(Book book, V value);
    }

    /** Stores each value, and a document without one, and asks for every range between two values. */
    private <V> void assertRanges(Index<Book, V> index, List<V> ascending, Book absent, Giver<V> giver) {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("absent", absent);
        for (int i = 0; i < ascending.size(); i++) {
            books.put(key(i), giver.give(absent, ascending.get(i)));
        }
        int last = ascending.size();
        for (int i = 0; i < last; i++) {
            V one = ascending.get(i);
            Book.assertMeets(books, index.atLeast(one), keys(i, last), index + " from " + one);
            Book.assertMeets(books, index.greaterThan(one), keys(i + 1, last), index + " above " + one);
            Book.assertMeets(books, index.atMost(one), keys(0, i + 1), index + " to " + one);
            Book.assertMeets(books, index.lessThan(one), keys(0, i), index + " below " + one);
            for (int j = 0; j < last; j += 3) {
                V other = ascending.get(j);
                String text = index + " from " + one + " to " + other;
                Book.assertMeets(books, index.between(one, other), keys(i, j + 1), text + ", both included");
                Book.assertMeets(books, index.range(one, other), keys(i, j), text + ", the last excluded");
            }
        }
    }

    private static String key(int place) {
        return "book-%02d".formatted(place);
    }

    private static List<String> keys(int from, int before) {
        List<String> keys = new ArrayList<>();
        for (int i = from; i < before; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    @Test
    @Rule("COND-4")
    void startsWith_findsExactlyTheTextsWithThePrefix() {
        DocumentCollection<Book> books = Book.in(bench());
        List<String> titles =
                List.of("a", "a%", "a\uffff", "a\ud83d\ude00", "a\udbff\udfff", "ab", "b", "A", "\udbff\udfff", "");
        books.putAll(titles.stream()
                .map(title -> Document.of("of " + title, Book.titled(title)))
                .toList());
        books.put("without", Book.BLANK);
        for (String prefix :
                List.of("a", "a%", "a\ud83d\ude00", "a\udbff\udfff", "\udbff\udfff", "_", "%", "'", "\\", "A", "")) {
            List<String> keys = titles.stream()
                    .filter(title -> title.startsWith(prefix))
                    .map(title -> "of " + title)
                    .sorted(BY_BYTES)
                    .toList();
            Book.assertMeets(books, Condition.startsWith(Book.TITLE, prefix), keys, "title that starts with " + prefix);
        }
    }
}
