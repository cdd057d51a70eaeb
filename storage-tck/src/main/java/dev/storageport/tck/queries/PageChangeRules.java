// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Page;
import dev.storageport.PageTokenKey;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PAGE: what happens between two pages, and what a token is worth. */
abstract class PageChangeRules extends Topic {

    static final CollectionSpec<Book> OTHERS = CollectionSpec.of("other_books", Book.class)
            .index(Book.TITLE)
            .index(Book.PAGES)
            .build();

    @Test
    @Rule("PAGE-2")
    void documentsThatStay_areNeitherSkippedNorRepeatedWhateverHappensBetweenPages() {
        List<String> orders = List.copyOf(PageRules.orders(Condition.all()).keySet());
        for (String order : orders) {
            DocumentCollection<Book> books = Book.in(bench());
            books.clear();
            for (int i = 0; i < 24; i++) {
                books.put((i % 2 == 0 ? "stay" : "go") + (i * 7 % 24), book(i));
                bench().clock().advance(Duration.ofSeconds(1));
            }
            Condition<Object> staying = Condition.keyStartsWith("stay");
            List<String> expected = books.keys(query(order, staying));
            List<String> seen = new ArrayList<>();
            Query<Book> query = query(order, Condition.all()).limit(2);
            Page<Book> page = books.page(query);
            for (int round = 0; true; round++) {
                PageRules.add(seen, page);
                assertThat(seen.size())
                        .as("documents in all pages so far, %s", order)
                        .isLessThan(500);
                disturb(books, page, round);
                if (page.next().isEmpty()) {
                    break;
                }
                page = books.page(query, page.next().get());
            }
            assertThat(seen.stream().filter(key -> key.startsWith("stay")))
                    .as("keys of documents that nobody touched, %s, in pages of 2 with writes in between", order)
                    .isEqualTo(expected);
        }
    }

    private static Query<Book> query(String order, Condition<Object> condition) {
        Query<Book> query = PageRules.orders(condition).get(order);
        if (query == null) {
            throw new IllegalArgumentException("no order " + order);
        }
        return query;
    }

    private static Book book(int i) {
        return Book.titled(i % 3 == 0 ? null : "o" + i % 5)
                .pages(i % 4 == 0 ? null : i % 5L)
                .lent(i % 3 == 0 ? null : i % 2 == 0)
                .blurb("so");
    }

    /** Deletes what was just seen, as far as it may go, and inserts before and behind it; moves others about. */
    private static void disturb(DocumentCollection<Book> books, Page<Book> page, int round) {
        page.documents().stream()
                .map(Stored::key)
                .filter(key -> key.startsWith("go"))
                .forEach(books::delete);
        if (round < 8) {
            books.put("new" + round, book(round));
            books.put("a new" + round, book(round + 1));
            books.put("z new" + round, book(round + 2));
            books.update("go" + round, book -> book(round + 3));
            books.touch("go" + (round + 8));
        }
    }

    @Test
    @Rule("PAGE-2")
    void page_afterADocumentThatIsGone_beginsWhereThatWouldBe() {
        DocumentCollection<Book> books = Book.in(bench());
        for (int i = 0; i < 6; i++) {
            books.put("k" + i, Book.ofPages(i < 3 ? 7L : null));
        }
        Query<Book> ascending = Book.TITLE.isAbsent().by(Book.PAGES);
        String afterSecond = PageRules.token(books.page(ascending.limit(2)));
        String afterFifth = PageRules.token(books.page(ascending.limit(5)));
        Query<Book> descending = Book.TITLE.isAbsent().byDescending(Book.PAGES);
        String afterThirdBackwards = PageRules.token(books.page(descending.limit(3)));
        books.delete("k1");
        books.update("k4", book -> book.pages(1L));
        books.delete("k3");
        books.put("k1b", Book.ofPages(7L));

        assertThat(keys(books.page(ascending.limit(9), afterSecond)))
                .as("by pages, after a deleted document")
                .containsExactly("k1b", "k2", "k5");
        assertThat(keys(books.page(ascending.limit(9), afterFifth)))
                .as("by pages, after a document without a value that has one now")
                .containsExactly("k5");
        assertThat(keys(books.page(descending.limit(9), afterThirdBackwards)))
                .as("by pages descending, after a deleted document without a value")
                .containsExactly("k2", "k1b", "k0", "k4");
    }

    private static List<String> keys(Page<Book> page) {
        return page.documents().stream().map(Stored::key).toList();
    }

    @Test
    @Rule("PAGE-3")
    void token_outlivesItsStorageAndServesAnother() {
        Query<Book> query = Book.PAGES
                .atLeast(1L)
                .and(Condition.updatedBefore(Duration.ofDays(1)))
                .byDescending(Book.PAGES);
        String token;
        try (Storage storage = bench().open(Book.SPEC)) {
            DocumentCollection<Book> books = storage.collection(Book.SPEC);
            for (int i = 0; i < 5; i++) {
                books.put("k" + i, Book.ofPages(1L + i / 2));
            }
            bench().clock().advance(Duration.ofDays(2));
            token = PageRules.token(books.page(query.limit(2)));
        }
        bench().clock().advance(Duration.ofHours(1));
        DocumentCollection<Book> again = Book.in(bench());
        assertThat(keys(again.page(query.limit(2), token)))
                .as("the second page after reopening, an hour later")
                .containsExactly("k2", "k1");
        assertThat(keys(Book.in(bench()).page(query.limit(9), token)))
                .as("the second page of another storage beside it")
                .containsExactly("k2", "k1", "k0");
        assertThat(token).as("a token").matches("[A-Za-z0-9_-]+");
    }

    @Test
    @Rule("PAGE-4")
    void token_ofAnotherQuery_isRefused() {
        Storage storage = bench().open(Book.SPEC, OTHERS);
        DocumentCollection<Book> books = storage.collection(Book.SPEC);
        DocumentCollection<Book> others = storage.collection(OTHERS);
        for (String key : List.of("a", "b", "c")) {
            books.put(key, Book.titled("t").pages(1L));
            others.put(key, Book.titled("t").pages(1L));
        }
        Condition<Book> condition = Book.TITLE.is("t");
        String token = PageRules.token(books.page(condition.by(Book.PAGES).limit(1)));

        Map<String, Query<Book>> foreign = new LinkedHashMap<>();
        foreign.put("another value", Book.TITLE.is("u").by(Book.PAGES));
        foreign.put("the negation", condition.not().by(Book.PAGES));
        foreign.put("more conditions", condition.and(Book.PAGES.is(1L)).by(Book.PAGES));
        foreign.put("another index in the order", condition.by(Book.TITLE));
        foreign.put("the other direction", condition.byDescending(Book.PAGES));
        foreign.put("no order", condition);
        foreign.forEach((difference, query) ->
                assertRefused("a token used with " + difference, () -> books.page(query.limit(1), token)));
        assertRefused(
                "a token used with another collection",
                () -> others.page(condition.by(Book.PAGES).limit(1), token));
        assertRefused(
                "a token of a storage with another key",
                () -> bench().open(
                                bench().options().toBuilder()
                                        .pageTokenKey(
                                                PageTokenKey.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII)))
                                        .build(),
                                Book.SPEC)
                        .collection(Book.SPEC)
                        .page(condition.by(Book.PAGES).limit(1), token));
    }

    @Test
    @Rule("PAGE-4")
    void token_thatWasAltered_isRefused() {
        DocumentCollection<Book> books = Book.in(bench());
        for (String key : List.of("a", "b", "c")) {
            books.put(key, Book.titled("secret"));
        }
        Query<Book> query = Book.PAGES.isAbsent().by(Book.TITLE).limit(1);
        String token = PageRules.token(books.page(query));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertRefused("a token with another character at " + i, () -> books.page(query, altered));
        }
        for (String wrong :
                List.of("", "x", "!", token + "A", token + "=", token.substring(1), "\u0000", token + token)) {
            assertRefused("a token of " + wrong.length() + " characters", () -> books.page(query, wrong));
        }
        assertThat(keys(books.page(query, token))).as("the second page").containsExactly("b");
    }

    private static void assertRefused(String what, Runnable use) {
        assertThatThrownBy(use::run, what)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("page token")
                .hasMessageNotContaining("secret");
    }
}
