// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PAGE: a query page by page. */
abstract class PageRules extends Topic {

    /** Returns every order there is, by what it is called. */
    static Map<String, Query<Book>> orders(Condition<? super Book> condition) {
        Condition<Book> books = Book.TITLE.isPresent().or(Book.TITLE.isAbsent()).and(condition);
        Map<String, Query<Book>> orders = new LinkedHashMap<>();
        orders.put("by key", books.byKey());
        orders.put("by key descending", books.byKeyDescending());
        orders.put("newest first", books.newestFirst());
        orders.put("oldest first", books.oldestFirst());
        orders.put("last created first", books.lastCreatedFirst());
        orders.put("first created first", books.firstCreatedFirst());
        orders.put("by title", books.by(Book.TITLE));
        orders.put("by title descending", books.byDescending(Book.TITLE));
        orders.put("by pages", books.by(Book.PAGES));
        orders.put("by pages descending", books.byDescending(Book.PAGES));
        orders.put("by price", books.by(Book.PRICE));
        orders.put("by price descending", books.byDescending(Book.PRICE));
        orders.put("by lent", books.by(Book.LENT));
        orders.put("by time of binding, descending", books.byDescending(Book.BOUND));
        orders.put("by date", books.by(Book.PRINTED));
        orders.put("by unique number, descending", books.byDescending(Book.NUMBER));
        orders.put("by shelf", books.by(Book.SHELF));
        orders.put("by rank", Book.WORDS.contains("o").and(books));
        return orders;
    }

    /** Stores books of which many are equal in an order, and many have no value. */
    private DocumentCollection<Book> filled() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Document<Book>> batch = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            Book book = Book.titled(i % 4 == 0 ? null : i % 4 == 1 ? "one" : "\uffff\ud83d\ude00".substring(i % 2))
                    .pages(i % 5 == 0 ? null : 10L - i % 3)
                    .price(i % 3 == 0 ? null : i % 2 == 0 ? 0.1 + 0.2 : 0.3)
                    .lent(i % 3 == 0 ? null : i % 2 == 0)
                    .bound(i % 6 == 0 ? null : Book.MOMENTS.get(i % 7))
                    .printed(
                            i % 2 == 0
                                    ? null
                                    : Workbench.START.atZone(ZoneOffset.UTC).toLocalDate())
                    .number(i % 3 == 0 || i >= 9 ? null : Book.NUMBERS.get(i))
                    .shelf(i % 3 == 0 ? null : i % 2 == 0 ? Book.Shelf.TOP : Book.Shelf.CELLAR)
                    .tags(i % 2 == 0 ? null : List.of("o" + i))
                    .blurb(i % 3 == 0 ? "so" : null);
            batch.add(Document.of("k" + i, book));
            if (i % 4 == 3) {
                books.putAll(batch);
                batch.clear();
                bench().clock().advance(Duration.ofSeconds(1));
            }
        }
        books.putAll(batch);
        return books;
    }

    @Test
    @Rule("PAGE-1")
    void pages_ofAnySizeInAnyOrder_areTheQueryWhenPutTogether() {
        DocumentCollection<Book> books = filled();
        for (Condition<? super Book> condition : List.<Condition<? super Book>>of(
                Condition.all(), Book.PAGES.isAbsent().or(Book.TITLE.is("one")).and(Book.SHELF.isPresent()))) {
            orders(condition).forEach((order, query) -> {
                List<String> all = books.keys(query);
                for (int size : List.of(1, 2, 5, 7, 22)) {
                    assertThat(walked(books, query.limit(size)))
                            .as("keys in pages of %s, %s", size, order)
                            .isEqualTo(all);
                }
            });
        }
    }

    /** Reads all pages, each of which but the last must be full. */
    static List<String> walked(DocumentCollection<Book> books, Query<Book> query) {
        List<String> keys = new ArrayList<>();
        Page<Book> page = books.page(query);
        int size = page.documents().size();
        add(keys, page);
        while (page.next().isPresent()) {
            assertThat(page.documents())
                    .as("documents of a page that is not the last")
                    .hasSize(size);
            page = books.page(query, page.next().get());
            add(keys, page);
            assertThat(page.documents())
                    .as("documents of a page that was announced")
                    .isNotEmpty();
            assertThat(keys.size()).as("documents in all pages so far").isLessThan(1_000);
        }
        return keys;
    }

    /** Returns the token of a page that is not the last. */
    static String token(Page<Book> page) {
        assertThat(page.next())
                .as(
                        "token of a page of %s documents, after which more follow",
                        page.documents().size())
                .isPresent();
        return page.next().orElseThrow();
    }

    static void add(List<String> keys, Page<Book> page) {
        page.documents().stream().map(Stored::key).forEach(keys::add);
    }

    @Test
    @Rule("PAGE-1")
    void page_holdsTheDocumentsAsTheyAreStored() {
        DocumentCollection<Book> books = Book.in(bench());
        Stored<Book> a = books.put("a", Book.titled("one").tags(List.of("x")));
        Stored<Book> b = books.put("b", Book.titled("two"));
        Page<Book> first = books.page(Condition.all().limit(1));
        assertThat(first.documents()).as("documents of the first page").containsExactly(a);
        assertThat(books.page(Condition.all().limit(1), token(first)).documents())
                .as("documents of the second page")
                .containsExactly(b);
    }

    @Test
    @Rule("PAGE-5")
    void page_afterWhichNothingFollows_hasNoToken() {
        DocumentCollection<Book> books = Book.in(bench());
        assertThat(books.page(Condition.all().limit(3)))
                .as("the page of an empty collection")
                .isEqualTo(new Page<>(List.of(), Optional.empty()));
        for (String key : List.of("a", "b", "c", "d")) {
            books.put(key, Book.titled(key));
        }
        assertThat(books.page(Condition.all().limit(4)).next())
                .as("token of a page that is full and the last")
                .isEmpty();
        assertThat(books.page(Condition.all().limit(Integer.MAX_VALUE)).documents())
                .as("documents of the largest page")
                .hasSize(4);
        String token = token(books.page(Condition.all().limit(3)));
        books.delete("d");
        assertThat(books.page(Condition.all().limit(3), token))
                .as("the page after a token when nothing follows any more")
                .isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    @Test
    @Rule("PAGE-5")
    void page_sizeMayChangeAndMustBeGiven() {
        DocumentCollection<Book> books = filled();
        Query<Book> query = Book.TITLE.isPresent().byDescending(Book.PAGES);
        List<String> all = books.keys(query);
        Page<Book> first = books.page(query.limit(2));
        Page<Book> second = books.page(query.limit(5), token(first));
        List<String> keys = new ArrayList<>();
        add(keys, first);
        add(keys, second);
        assertThat(keys).as("keys of a page of 2 and one of 5").isEqualTo(all.subList(0, 7));
        assertThatThrownBy(() -> books.page(query), "a page without a limit").isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> books.page(query, token(first)), "a next page without a limit")
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Rule("PAGE-1")
    void pages_insideATransaction_showItsOwnWrites() {
        Storage storage = bench().open(Book.SPEC);
        storage.collection(Book.SPEC).put("a", Book.ofPages(3L));
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Book> own = transaction.collection(Book.SPEC);
            own.put("b", Book.ofPages(2L));
            own.put("c", Book.BLANK);
            assertThat(walked(own, Book.TITLE.isAbsent().by(Book.PAGES).limit(1)))
                    .as("keys by pages in pages of one, inside a transaction")
                    .containsExactly("b", "a", "c");
        });
    }
}
