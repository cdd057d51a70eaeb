// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document with a value of every type that an index takes, each of them absent if {@code null}, and texts to search.
 *
 * @param title the first field of the search
 * @param tags the second field of the search, and an index of many values
 * @param blurb the third field of the search
 */
record Book(
        @Nullable String title,
        @Nullable Long pages,
        @Nullable Double price,
        @Nullable Boolean lent,
        @Nullable Instant bound,
        @Nullable LocalDate printed,
        @Nullable UUID number,
        @Nullable Shelf shelf,
        @Nullable List<String> tags,
        @Nullable List<Integer> years,
        @Nullable String blurb) {

    /** Declared in another order than that of the names. */
    enum Shelf {
        TOP,
        CELLAR,
        MIDDLE
    }

    static final Index<Book, String> TITLE = Index.of("title", String.class, Book::title);
    static final Index<Book, Long> PAGES = Index.of("pages", Long.class, Book::pages);
    static final Index<Book, Double> PRICE = Index.of("price", Double.class, Book::price);
    static final Index<Book, Boolean> LENT = Index.of("lent", Boolean.class, Book::lent);
    static final Index<Book, Instant> BOUND = Index.of("bound", Instant.class, Book::bound);
    static final Index<Book, LocalDate> PRINTED = Index.of("printed", LocalDate.class, Book::printed);
    static final Index<Book, UUID> NUMBER = Index.unique("number", UUID.class, Book::number);
    static final Index<Book, Shelf> SHELF = Index.of("shelf", Shelf.class, Book::shelf);
    static final MultiValueIndex<Book, String> TAGS = MultiValueIndex.of("tags", String.class, Book::tags);
    static final MultiValueIndex<Book, Integer> YEARS = MultiValueIndex.of("years", Integer.class, Book::years);
    static final SearchIndex<Book> WORDS = SearchIndex.<Book>of("words")
            .field(Book::title)
            .fields(Book::tags)
            .field(Book::blurb)
            .thenBy(PAGES);

    static final CollectionSpec<Book> SPEC = CollectionSpec.of("books", Book.class)
            .index(TITLE)
            .index(PAGES)
            .index(PRICE)
            .index(LENT)
            .index(BOUND)
            .index(PRINTED)
            .index(NUMBER)
            .index(SHELF)
            .index(TAGS)
            .index(YEARS)
            .index(WORDS)
            .build();

    /** Without any value. */
    static final Book BLANK = new Book(null, null, null, null, null, null, null, null, null, null, null);

    static Book titled(@Nullable String title) {
        return new Book(title, null, null, null, null, null, null, null, null, null, null);
    }

    static Book tagged(@Nullable List<String> tags) {
        return new Book(null, null, null, null, null, null, null, null, tags, null, null);
    }

    static Book ofPages(@Nullable Long pages) {
        return BLANK.pages(pages);
    }

    Book pages(@Nullable Long other) {
        return new Book(title, other, price, lent, bound, printed, number, shelf, tags, years, blurb);
    }

    Book price(@Nullable Double other) {
        return new Book(title, pages, other, lent, bound, printed, number, shelf, tags, years, blurb);
    }

    Book lent(@Nullable Boolean other) {
        return new Book(title, pages, price, other, bound, printed, number, shelf, tags, years, blurb);
    }

    Book bound(@Nullable Instant other) {
        return new Book(title, pages, price, lent, other, printed, number, shelf, tags, years, blurb);
    }

    Book printed(@Nullable LocalDate other) {
        return new Book(title, pages, price, lent, bound, other, number, shelf, tags, years, blurb);
    }

    Book number(@Nullable UUID other) {
        return new Book(title, pages, price, lent, bound, printed, other, shelf, tags, years, blurb);
    }

    Book shelf(@Nullable Shelf other) {
        return new Book(title, pages, price, lent, bound, printed, number, other, tags, years, blurb);
    }

    Book tags(@Nullable List<String> other) {
        return new Book(title, pages, price, lent, bound, printed, number, shelf, other, years, blurb);
    }

    Book years(@Nullable List<Integer> other) {
        return new Book(title, pages, price, lent, bound, printed, number, shelf, tags, other, blurb);
    }

    Book blurb(@Nullable String other) {
        return new Book(title, pages, price, lent, bound, printed, number, shelf, tags, years, other);
    }

    /** Returns the values that are there. */
    @Override
    public String toString() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("pages", pages);
        values.put("price", price);
        values.put("lent", lent);
        values.put("bound", bound);
        values.put("printed", printed);
        values.put("number", number);
        values.put("shelf", shelf);
        values.put("tags", tags);
        values.put("years", years);
        values.put("blurb", blurb);
        values.values().removeIf(Objects::isNull);
        return "Book" + values;
    }

    /** Opens a storage with this one collection and returns the collection. */
    static DocumentCollection<Book> in(Workbench bench) {
        return bench.open(SPEC).collection(SPEC);
    }

    /**
     * Asserts that exactly these documents meet a condition, whichever way it is asked, and that all others meet its negation.
     *
     * @param keys in code-point order
     */
    static void assertMeets(
            DocumentCollection<Book> books, Condition<? super Book> condition, List<String> keys, String what) {
        assertThat(books.keys(condition.byKey())).as("%s: keys found", what).isEqualTo(keys);
        assertThat(books.count(condition)).as("%s: their count", what).isEqualTo(keys.size());
        assertThat(books.exists(condition)).as("%s: whether there is one", what).isEqualTo(!keys.isEmpty());
        List<String> others = books.keys(Condition.all()).stream()
                .filter(key -> !keys.contains(key))
                .toList();
        assertThat(books.keys(condition.not().byKey()))
                .as("not %s: keys found, those without a value among them", what)
                .isEqualTo(others);
    }
}
