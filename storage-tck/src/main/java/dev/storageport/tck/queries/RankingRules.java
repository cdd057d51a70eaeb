// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Query;
import dev.storageport.SearchIndex;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEARCH: the order of what a term finds. */
abstract class RankingRules extends Topic {

    static final SearchIndex<Book> UNORDERED =
            SearchIndex.<Book>of("unordered").fields(Book::tags).field(Book::title);
    static final CollectionSpec<Book> OTHERS = CollectionSpec.of("ranked_books", Book.class)
            .index(UNORDERED)
            .index(Book.PAGES)
            .build();

    private DocumentCollection<Book> filled() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("blurb", Book.BLANK.blurb("yoda").pages(1L));
        books.put(
                "late in the title",
                Book.titled("the long and winding story of yoda").pages(7L));
        books.put("no pages", Book.titled("yoda"));
        books.put("nothing", Book.titled("luke").pages(0L));
        books.put("tag", Book.titled("luke").tags(List.of("yoda", "jedi")).pages(2L));
        books.put(
                "tag and blurb",
                Book.tagged(List.of("x", "yodas")).blurb("yoda").pages(2L));
        books.put("title", Book.titled("Yoda").pages(5L));
        books.put("title and tag", Book.titled("yoda").tags(List.of("yoda")).pages(5L));
        return books;
    }

    static final List<String> RANKED =
            List.of("title", "title and tag", "late in the title", "no pages", "tag", "tag and blurb", "blurb");

    @Test
    @Rule("SEARCH-5")
    void found_areRankedByFieldThenByIndexThenByKey() {
        DocumentCollection<Book> books = filled();
        assertThat(books.keys(Book.WORDS.contains("yoda")))
                .as("by the field of the match, then by pages with the absent ones last, then by key")
                .isEqualTo(RANKED);
        assertThat(books.keys(Book.WORDS.contains("yo").limit(5)))
                .as("the first five of a term of two letters")
                .isEqualTo(RANKED.subList(0, 5));
        assertThat(books.find(Book.WORDS.contains("yoda").limit(3)))
                .as("the first three documents")
                .extracting(Stored::key)
                .isEqualTo(RANKED.subList(0, 3));
        assertThat(books.keys(Book.WORDS.contains("yoda").and(Book.PAGES.atMost(5L))))
                .as("found of at most 5 pages, in the same order")
                .containsExactly("title", "title and tag", "tag", "tag and blurb", "blurb");
    }

    @Test
    @Rule("SEARCH-5")
    void severalWords_rankByTheFieldThatCompletesThem() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("blurb completes", Book.titled("yoda").blurb("jedi").pages(1L));
        books.put("both in the title", Book.titled("jedi yoda").pages(9L));
        books.put("tag completes", Book.titled("jedi").tags(List.of("yoda")).pages(5L));
        books.put("tags alone", Book.tagged(List.of("yoda", "jedi")).pages(4L));
        books.put("twice in the blurb", Book.titled("luke").blurb("yoda jedi").pages(0L));

        assertThat(books.keys(Book.WORDS.contains("yoda jedi")))
                .as("by the first field by which every word was found")
                .containsExactly(
                        "both in the title", "tags alone", "tag completes", "twice in the blurb", "blurb completes");
        assertThat(books.keys(Book.WORDS.contains("jedi yoda")))
                .as("the same words in another order")
                .containsExactly(
                        "both in the title", "tags alone", "tag completes", "twice in the blurb", "blurb completes");
    }

    @Test
    @Rule("SEARCH-5")
    void emptyFields_keepTheirPlace() {
        DocumentCollection<Book> books = Book.in(bench());
        books.put("a", Book.BLANK.blurb("yoda").pages(1L));
        books.put("b", Book.tagged(List.of("one", "two", "yoda")).pages(9L));
        books.put("c", Book.titled("").tags(List.of(" ", "yoda")).pages(8L));
        books.put("d", Book.titled("\u001f\u001f yoda").pages(10L));

        assertThat(books.keys(Book.WORDS.contains("yoda")))
                .as("by field: separators inside a text are white space, several texts of a field are one field")
                .containsExactly("d", "c", "b", "a");
    }

    @Test
    @Rule("SEARCH-5")
    void ranked_inPages_areTheSameAsAtOnce() {
        DocumentCollection<Book> books = filled();
        Query<Book> query = Book.WORDS.contains("yoda");
        for (int size = 1; size <= RANKED.size(); size++) {
            assertThat(PageRules.walked(books, query.limit(size)))
                    .as("ranked, in pages of %s", size)
                    .isEqualTo(RANKED);
        }
    }

    @Test
    @Rule("SEARCH-5")
    void otherOrders_replaceTheRanking() {
        DocumentCollection<Book> books = filled();
        Condition<Book> yoda = Book.WORDS.contains("yoda");
        List<String> byKey = RANKED.stream().sorted().toList();
        assertThat(books.keys(yoda.byKey())).as("found, by key").isEqualTo(byKey);
        assertThat(books.keys(yoda.byDescending(Book.PAGES)))
                .as("found, by pages descending")
                .containsExactly(
                        "no pages", "late in the title", "title and tag", "title", "tag and blurb", "tag", "blurb");
        assertThat(books.keys(yoda.or(Book.PAGES.is(100L))))
                .as("an alternative has no rank, so it is by key")
                .isEqualTo(byKey);
        assertThat(books.keys(Condition.all().and(yoda)))
                .as("the order of the condition that comes first: by key")
                .isEqualTo(byKey);
    }

    @Test
    @Rule("SEARCH-5")
    void ranked_withoutAnIndexToFollow_followByKey() {
        DocumentCollection<Book> books = bench().open(OTHERS).collection(OTHERS);
        books.put("a", Book.titled("yoda").pages(1L));
        books.put("b", Book.tagged(List.of("x", "yoda")).pages(3L));
        books.put("c", Book.tagged(List.of("yoda")).pages(2L));
        assertThat(books.keys(UNORDERED.contains("yoda")))
                .as("by field, which is tags before title here, then by key")
                .containsExactly("b", "c", "a");
    }
}
