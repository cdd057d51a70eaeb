// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** COND: values, and conditions made of conditions. */
abstract class ConditionRules extends Topic {

    @Test
    @Rule("COND-1")
    void condition_onAnAbsentValue_doesNotHoldAndItsNegationDoes() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("blank", Book.BLANK);
        books.put("full", Book.titled("t").pages(1L).tags(List.of("x")));

        Book.assertMeets(books, Book.TITLE.is("t"), List.of("full"), "title is t");
        Book.assertMeets(books, Book.TITLE.isNot("t"), List.of("blank"), "title is not t");
        Book.assertMeets(books, Book.TITLE.isNot("other"), List.of("blank", "full"), "title is not another");
        Book.assertMeets(books, Book.PAGES.lessThan(5L), List.of("full"), "pages below 5");
        Book.assertMeets(books, Book.PAGES.lessThan(5L).not(), List.of("blank"), "pages not below 5");
        Book.assertMeets(books, Book.PAGES.atLeast(5L).not(), List.of("blank", "full"), "pages not from 5");
        Book.assertMeets(books, Book.TITLE.in(List.of("t", "u")).not(), List.of("blank"), "title not in t, u");
        Book.assertMeets(books, Book.TAGS.contains("x").not(), List.of("blank"), "tags do not contain x");
        Book.assertMeets(books, Book.WORDS.contains("t").not(), List.of("blank"), "words do not contain t");
    }

    @Test
    @Rule("COND-1")
    void negations_ofCombinations_holdExactlyWhereTheCombinationsDoNot() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("blank", Book.BLANK);
        books.put("both", Book.titled("t").pages(1L));
        books.put("pages", Book.ofPages(1L));
        books.put("title", Book.titled("t"));
        Condition<Book> title = Book.TITLE.is("t");
        Condition<Book> pages = Book.PAGES.is(1L);

        Book.assertMeets(books, title.and(pages), List.of("both"), "title and pages");
        Book.assertMeets(books, title.or(pages), List.of("both", "pages", "title"), "title or pages");
        Book.assertMeets(books, title.not().and(pages), List.of("pages"), "not title, and pages");
        Book.assertMeets(books, title.or(pages.not()), List.of("blank", "both", "title"), "title, or not pages");
        Book.assertMeets(books, title.and(pages).not().not(), List.of("both"), "not not (title and pages)");
        Book.assertMeets(books, title.and(title.not()), List.of(), "title and not title");
        Book.assertMeets(
                books, title.or(title.not()), List.of("blank", "both", "pages", "title"), "title or not title");
    }

    @Test
    @Rule("COND-2")
    void values_askedForOneByOneOrSeveral_areFoundExactly() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("red"));
        books.put("b", Book.titled("RED"));
        books.put("c", Book.titled(""));
        books.put("d", Book.titled("red "));
        books.put("e", Book.BLANK);

        Book.assertMeets(books, Book.TITLE.is("red"), List.of("a"), "title is red");
        Book.assertMeets(books, Book.TITLE.is(""), List.of("c"), "title is empty");
        Book.assertMeets(books, Book.TITLE.isNot("red"), List.of("b", "c", "d", "e"), "title is not red");
        Book.assertMeets(books, Book.TITLE.in(List.of("red", "", "none")), List.of("a", "c"), "title in three");
        Book.assertMeets(books, Book.TITLE.in(List.of("RED", "RED")), List.of("b"), "title in RED twice");
        Book.assertMeets(books, Book.TITLE.in(List.of()), List.of(), "title in none");
        Book.assertMeets(books, Book.PAGES.in(List.of()), List.of(), "pages in none");
        Book.assertMeets(books, Condition.keyIn(List.of()), List.of(), "key in none");
    }

    @Test
    @Rule("COND-2")
    void values_thatLookLikeQueries_areOnlyValues() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Document<Book>> stored = new ArrayList<>();
        for (String text : Samples.DISTINCT_TEXTS) {
            stored.add(Document.of(text, Book.titled(text)));
        }
        books.putAll(stored);
        for (String text : Samples.DISTINCT_TEXTS) {
            assertThat(books.keys(Book.TITLE.is(text).or(Book.TITLE.in(List.of(text)))))
                    .as("keys of the title %s", text)
                    .containsExactly(text);
        }
        assertThat(books.count(Book.TITLE.in(Samples.DISTINCT_TEXTS)))
                .as("titles in all that there are")
                .isEqualTo(stored.size());
    }

    @Test
    @Rule("COND-2")
    void values_thatNoDocumentCanHave_areRefusedByTheNameOfTheIndex() {
        DocumentCollection<Book> books = Book.in(bench());
        assertThatThrownBy(() -> books.count(Book.TITLE.in(List.of("a", "b\u0000"))), "in with U+0000")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("title");
        assertThatThrownBy(() -> books.count(Book.TITLE.atLeast("\ud800")), "atLeast of an unpaired surrogate")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("title");
        assertThatThrownBy(() -> books.count(Book.PRICE.lessThan(Double.NaN)), "lessThan NaN")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("price");
    }

    /** A condition, and what it means. */
    record Meaning(Condition<Book> condition, Predicate<Book> holds, String text) {}

    static final List<Meaning> LEAVES = List.of(
            new Meaning(Book.TITLE.is("a"), book -> "a".equals(book.title()), "title is a"),
            new Meaning(Book.TITLE.isPresent(), book -> book.title() != null, "title is present"),
            new Meaning(Book.PAGES.atLeast(2L), book -> book.pages() != null && book.pages() >= 2, "pages from 2"),
            new Meaning(Book.LENT.is(true), book -> Boolean.TRUE.equals(book.lent()), "is lent"),
            new Meaning(
                    Book.TAGS.contains("x"),
                    book -> book.tags() != null && book.tags().contains("x"),
                    "tags contain x"),
            new Meaning(
                    Book.WORDS.contains("a"),
                    book -> "a".equals(book.title())
                            || (book.tags() != null && book.tags().contains("a")),
                    "words contain a"));

    @Test
    @Rule("COND-5")
    void conditions_nestedInAnyWay_meanWhatTheirPartsSay() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Document<Book>> stored = everyMixture();
        books.putAll(stored);
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            Meaning nested = nested(random, 4);
            List<String> keys = stored.stream()
                    .filter(document -> nested.holds().test(document.value()))
                    .map(Document::key)
                    .toList();
            Book.assertMeets(books, nested.condition(), keys, nested.text());
        }
    }

    private static List<Document<Book>> everyMixture() {
        List<Document<Book>> books = new ArrayList<>();
        for (String title : List.of("", "a", "b")) {
            for (long pages = 0; pages < 4; pages++) {
                for (List<String> tags : List.of(List.<String>of(), List.of("x"), List.of("y", "x", "a"))) {
                    Book book = Book.titled(title.isEmpty() ? null : title)
                            .pages(pages == 0 ? null : pages)
                            .tags(tags)
                            .lent(pages % 2 == 0 ? null : pages == 1);
                    books.add(Document.of("book-%02d".formatted(books.size()), book));
                }
            }
        }
        return Collections.unmodifiableList(books);
    }

    private static Meaning nested(Random random, int depth) {
        if (depth == 0) {
            return LEAVES.get(random.nextInt(LEAVES.size()));
        }
        Meaning left = nested(random, random.nextInt(depth));
        if (random.nextInt(3) == 0) {
            return new Meaning(left.condition().not(), left.holds().negate(), "not " + left.text());
        }
        Meaning right = nested(random, random.nextInt(depth));
        return random.nextBoolean()
                ? new Meaning(
                        left.condition().and(right.condition()),
                        left.holds().and(right.holds()),
                        "(" + left.text() + " and " + right.text() + ")")
                : new Meaning(
                        left.condition().or(right.condition()),
                        left.holds().or(right.holds()),
                        "(" + left.text() + " or " + right.text() + ")");
    }
}
