// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** INDEX: values that are there or not, and indexes of another version. */
abstract class PresenceRules extends Topic {

    static final Index<Book, String> LOWER = Index.of("folded", String.class, book -> lower(book.title()));
    static final Index<Book, String> UPPER = Index.<Book, String>of("folded", String.class, book -> upper(book.title()))
            .version(2);
    static final CollectionSpec<Book> WITH_LOWER =
            CollectionSpec.of("folding", Book.class).index(LOWER).build();
    static final CollectionSpec<Book> WITH_UPPER =
            CollectionSpec.of("folding", Book.class).index(UPPER).build();

    private static String lower(@Nullable String title) {
        return String.valueOf(title).toLowerCase(Locale.ROOT);
    }

    private static String upper(@Nullable String title) {
        return String.valueOf(title).toUpperCase(Locale.ROOT);
    }

    @Test
    @Rule("INDEX-10")
    void presence_isToldForIndexesOfEveryKind() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("blank", Book.BLANK);
        books.put("empty", Book.titled("").tags(List.of()));
        books.put("text", Book.titled("t"));
        books.put("unique", Book.BLANK.number(new UUID(0, 0)));
        books.put("values", Book.tagged(List.of("")).lent(false).pages(0L));
        books.put("white", Book.titled(" ").blurb("\t\n"));

        Book.assertMeets(books, Book.TITLE.isPresent(), List.of("empty", "text", "white"), "title present");
        Book.assertMeets(books, Book.TITLE.isAbsent(), List.of("blank", "unique", "values"), "title absent");
        Book.assertMeets(books, Book.NUMBER.isPresent(), List.of("unique"), "unique number present");
        Book.assertMeets(books, Book.TAGS.isPresent(), List.of("values"), "tags present, no tags are absent ones");
        Book.assertMeets(books, Book.LENT.isPresent(), List.of("values"), "a false present");
        Book.assertMeets(books, Book.PAGES.isPresent(), List.of("values"), "a zero present");
        Book.assertMeets(books, Book.WORDS.isPresent(), List.of("text"), "a text to search present");
        Book.assertMeets(
                books,
                Book.TITLE.isAbsent().and(Book.TAGS.isAbsent()),
                List.of("blank", "unique"),
                "title and tags absent");
    }

    @Test
    @Rule("INDEX-10")
    void presence_followsEachWrite() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("t").tags(List.of("x")));
        books.update("a", book -> Book.BLANK);
        Book.assertMeets(books, Book.TITLE.isAbsent(), List.of("a"), "title absent after update");
        Book.assertMeets(books, Book.TAGS.isAbsent(), List.of("a"), "tags absent after update");
        Book.assertMeets(books, Book.WORDS.isAbsent(), List.of("a"), "words absent after update");
        books.put("a", Book.tagged(List.of("y")));
        Book.assertMeets(books, Book.TAGS.isPresent(), List.of("a"), "tags present after put");
        Book.assertMeets(books, Book.WORDS.isPresent(), List.of("a"), "words present after put");
    }

    @Test
    @Rule("INDEX-11")
    void index_ofAnotherVersion_isAnotherIndexBesideTheFirst() {
        DocumentCollection<Book> lower = bench().open(WITH_LOWER).collection(WITH_LOWER);
        Stored<Book> first = lower.put("a", Book.titled("First"));
        DocumentCollection<Book> upper = bench().open(WITH_UPPER).collection(WITH_UPPER);
        Stored<Book> second = upper.put("b", Book.titled("Second"));

        assertThat(upper.find(UPPER.is("FIRST")))
                .as("found by the second version what was written with the first")
                .containsExactly(first);
        assertThat(upper.find(UPPER.is("first")))
                .as("values of the first version in the second")
                .isEmpty();
        assertThat(lower.find(LOWER.is("second")))
                .as("found by the first version what was written with the second")
                .containsExactly(second);
        lower.put("b", Book.titled("Third"));
        assertThat(upper.find(UPPER.is("SECOND")))
                .as("a value of the second version that is out of date")
                .isEmpty();
        assertThat(upper.keys(UPPER.is("THIRD")))
                .as("found by the second version what was changed with the first")
                .containsExactly("b");
    }
}
