// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Book.Shelf;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** FIND: keys and figures instead of documents. */
abstract class CountRules extends Topic {

    @Test
    @Rule("FIND-7")
    void exists_tellsWhetherAnyDocumentMeetsTheCondition() {
        DocumentCollection<Book> books = Book.in(bench());
        assertThat(books.exists(Condition.all()))
                .as("whether there is any, at first")
                .isFalse();
        books.put("a", Book.titled("t"));
        assertThat(books.exists(Condition.all())).as("whether there is any").isTrue();
        assertThat(books.exists(Book.TITLE.is("t")))
                .as("whether there is a title t")
                .isTrue();
        assertThat(books.exists(Book.TITLE.is("T")))
                .as("whether there is a title T")
                .isFalse();
        assertThat(books.exists(Book.TITLE.isAbsent()))
                .as("whether there is one without a title")
                .isFalse();
        books.delete("a");
        assertThat(books.exists(Book.TITLE.is("t")))
                .as("whether there is a title t after deleting")
                .isFalse();
    }

    @Test
    @Rule("FIND-8")
    void keys_areThoseOfTheDocumentsInTheOrderOfTheQuery() {
        DocumentCollection<Book> books = Book.in(bench());
        for (String key : List.of("b", "a", "\ud83d\ude00", "\uffff")) {
            books.put(key, Book.titled(key.equals("b") ? null : "t").pages(key.equals("a") ? 5L : 1L));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        assertThat(books.keys(Condition.all())).as("all keys").containsExactly("a", "b", "\uffff", "\ud83d\ude00");
        assertThat(books.keys(Condition.all().newestFirst().limit(2)))
                .as("the newest two")
                .containsExactly("\uffff", "\ud83d\ude00");
        assertThat(books.keys(Book.TITLE.is("t").by(Book.PAGES)))
                .as("keys of the title t, by pages")
                .containsExactly("\uffff", "\ud83d\ude00", "a");
        assertThat(books.keys(Book.TITLE.is("none"))).as("keys of no document").isEmpty();
    }

    @Test
    @Rule("FIND-9")
    void countBy_countsTheDocumentsOfEachValueInOrder() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("red").pages(10L).shelf(Shelf.TOP).lent(true));
        books.put("b", Book.titled("red").pages(9L).shelf(Shelf.CELLAR));
        books.put("c", Book.titled("\ud83d\ude00").pages(-1L).shelf(Shelf.TOP));
        books.put("d", Book.titled("\uffff").printed(LocalDate.parse("1582-10-10")));
        books.put("e", Book.BLANK.number(new UUID(-1, 0)).price(0.1 + 0.2).bound(Workbench.START));

        assertThat(books.countBy(Book.TITLE))
                .as("documents of each title, by code point")
                .isEqualTo(Map.of("red", 2L, "\uffff", 1L, "\ud83d\ude00", 1L));
        assertThat(books.distinct(Book.TITLE))
                .as("titles, by code point")
                .containsExactly("red", "\uffff", "\ud83d\ude00");
        assertThat(books.distinct(Book.PAGES)).as("pages, by size").containsExactly(-1L, 9L, 10L);
        assertThat(books.countBy(Book.SHELF).toString())
                .as("documents on each shelf, by name")
                .isEqualTo("{CELLAR=1, TOP=2}");
        assertThat(books.distinct(Book.PRINTED)).as("dates").containsExactly(LocalDate.parse("1582-10-10"));
        assertThat(books.distinct(Book.NUMBER)).as("numbers").containsExactly(new UUID(-1, 0));
        assertThat(books.distinct(Book.PRICE)).as("prices").containsExactly(0.1 + 0.2);
        assertThat(books.distinct(Book.BOUND)).as("instants").containsExactly(Workbench.START);
        assertThat(books.countBy(Book.LENT)).as("lent or not").isEqualTo(Map.of(true, 1L));
    }

    @Test
    @Rule("FIND-9")
    void countBy_ofManyValues_countsADocumentForEachOfThem() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.tagged(List.of("red", "blue", "red")).years(List.of(2, 10)));
        books.put("b", Book.tagged(List.of("blue")).years(List.of(10, -3)));
        books.put("c", Book.tagged(List.of()));
        books.put("d", Book.BLANK);

        assertThat(books.countBy(Book.TAGS))
                .as("documents of each tag, those without any not counted")
                .isEqualTo(Map.of("blue", 2L, "red", 1L));
        assertThat(books.countBy(Book.YEARS).toString())
                .as("documents of each year, by size")
                .isEqualTo("{-3=1, 2=1, 10=2}");
    }

    @Test
    @Rule("FIND-9")
    void countBy_withACondition_countsOnlyWhatMeetsIt() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.titled("x").tags(List.of("red", "blue")));
        books.put("b", Book.titled("y").tags(List.of("red")));
        books.put("c", Book.titled("x"));
        books.put("d", Book.BLANK);

        assertThat(books.countBy(Book.TITLE, Book.TAGS.contains("red")))
                .as("titles of what is red")
                .isEqualTo(Map.of("x", 1L, "y", 1L));
        assertThat(books.countBy(Book.TAGS, Book.TITLE.is("x")))
                .as("tags of the title x, all of them")
                .isEqualTo(Map.of("red", 1L, "blue", 1L));
        assertThat(books.countBy(Book.TAGS, Book.TAGS.contains("blue")))
                .as("tags of what is blue, all of them")
                .isEqualTo(Map.of("red", 1L, "blue", 1L));
        assertThat(books.countBy(Book.TITLE, Condition.keyFrom("d")))
                .as("titles from the key d")
                .isEmpty();
    }
}
