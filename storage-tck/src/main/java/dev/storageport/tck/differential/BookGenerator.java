// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.Index;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Book.Shelf;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws books, and values of books, from small alphabets, so that many books share a value and many queries ask for one. */
final class BookGenerator {

    static final List<String> KEYS = List.of(
            "a",
            "B",
            "b",
            "b1",
            "b2",
            "b\uffff",
            "b\ud83d\ude00",
            "c",
            "c%",
            "c_",
            "d",
            "\u00e9",
            "e\u0301",
            "f'",
            "g",
            "h",
            "i",
            "j\\",
            "k");

    static final List<String> TITLES =
            List.of("", "red", "Red", "red ", "redder", "\u00e9", "\uffff", "\ud83d\ude00", "'%_\\", "null");
    static final List<Long> PAGES = List.of(Long.MIN_VALUE, -1L, 0L, 1L, 2L, 10L, Long.MAX_VALUE);
    static final List<Double> PRICES = List.of(-1e300, -0.5, 0.0, 0.3, 0.1 + 0.2, 10.0, Double.MAX_VALUE);
    static final List<LocalDate> DAYS = List.of(
            LocalDate.parse("0001-01-01"),
            LocalDate.parse("1582-10-10"),
            LocalDate.parse("2024-02-29"),
            LocalDate.parse("9999-12-31"));
    static final List<String> TAGS =
            List.of("", "red", "RED", "blue", "a b", "{x,y}", "\u00e9", "\ud83d\ude00", "'", "%");
    static final List<Integer> YEARS = List.of(Integer.MIN_VALUE, -3, 0, 2, 10, Integer.MAX_VALUE);
    static final List<Shelf> SHELVES = List.of(Shelf.TOP, Shelf.CELLAR, Shelf.MIDDLE);
    static final List<Boolean> TRUTHS = List.of(false, true);

    private static final List<String> BLURBS = List.of(
            "The red Book",
            "blue and RED",
            "Stra\u00dfe 100%",
            "\u65e5\u672c\u8a9e text",
            "a_b c\\d",
            "\ud83d\ude00 smile",
            " ",
            "o\ufb03ce\nred",
            "Caf\u00e9",
            "x\u001fy blue");

    private static final List<String> TERMS = List.of(
            "red",
            "RED book",
            "e",
            "re",
            "%",
            "_",
            "a_",
            "\\",
            "strasse",
            "\u65e5",
            "\u672c\u8a9e",
            "\ud83d\ude00",
            "blue red",
            "d b",
            "office",
            "cafe\u0301",
            "cafe",
            "y blue",
            "xy",
            "'",
            "",
            "zzz",
            "e d r");

    private final Random random;

    BookGenerator(Random random) {
        this.random = random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <V> V of(List<V> letters) {
        return letters.get(random.nextInt(letters.size()));
    }

    /** Draws up to so many, some perhaps twice. */
    <V> List<V> several(int most, List<V> letters) {
        List<V> several = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            several.add(of(letters));
        }
        return several;
    }

    String key() {
        return of(KEYS);
    }

    String term() {
        return of(TERMS);
    }

    private <V> @Nullable V maybe(Supplier<V> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    Book book() {
        return new Book(
                maybe(() -> random.nextInt(3) == 0 ? of(BLURBS) : of(TITLES)),
                maybe(() -> of(PAGES)),
                maybe(() -> of(PRICES)),
                maybe(() -> of(TRUTHS)),
                maybe(() -> of(Book.MOMENTS)),
                maybe(() -> of(DAYS)),
                random.nextInt(4) > 0 ? null : of(Book.NUMBERS),
                maybe(() -> of(SHELVES)),
                maybe(() -> several(4, TAGS)),
                maybe(() -> several(3, YEARS)),
                maybe(() -> of(BLURBS)));
    }

    /** Changes some values of a book and leaves the others. */
    Book changed(Book book) {
        Book other = book();
        return switch (random.nextInt(4)) {
            case 0 -> book.pages(other.pages()).number(other.number());
            case 1 -> book.tags(other.tags()).blurb(other.blurb());
            case 2 -> book.shelf(other.shelf()).years(other.years()).price(other.price());
            default -> other;
        };
    }

    /**
     * An index with values to ask it for.
     *
     * @param index the index
     * @param values some of its values, in no order
     */
    record Asked<V>(Index<Book, V> index, List<V> values) {}

    static final List<Asked<?>> INDEXES = List.of(
            new Asked<String>(Book.TITLE, TITLES),
            new Asked<Long>(Book.PAGES, PAGES),
            new Asked<Double>(Book.PRICE, PRICES),
            new Asked<Boolean>(Book.LENT, TRUTHS),
            new Asked<Instant>(Book.BOUND, Book.MOMENTS),
            new Asked<LocalDate>(Book.PRINTED, DAYS),
            new Asked<UUID>(Book.NUMBER, Book.NUMBERS),
            new Asked<Shelf>(Book.SHELF, SHELVES));
}
