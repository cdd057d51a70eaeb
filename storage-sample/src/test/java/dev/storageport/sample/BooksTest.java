// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import static dev.storageport.sample.BookIndexes.TAGS;
import static dev.storageport.sample.BookIndexes.YEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.DocumentCollection;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.spring.test.StorageTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;

// tag::slice[]
@StorageTest
@Import(BookController.class)
class BooksTest {

    @Autowired
    private DocumentCollection<Book> books;

    @Autowired
    private BookController controller;

    @Autowired
    private FakeDatabase database;

    @Test
    void put_revisionThatIsNotTheLast_isRefused() {
        long revision =
                books.put("1", new Book("Emma", "Austen", 1815, List.of())).revision();
        books.put("1", new Book("Emma", "Jane Austen", 1815, List.of()));

        assertThat(controller
                        .put("1", Optional.of(revision), new Book("Emma", "?", 0, List.of()))
                        .getStatusCode())
                .isEqualTo(HttpStatus.PRECONDITION_FAILED);
    }

    @Test
    void get_databaseAway_saysSo() {
        database.faults().failNext(1_000_000);

        assertThat(catchThrowable(() -> controller.get("1"))).isInstanceOf(StorageUnavailableException.class);
    }
    // end::slice[]

    /** Each method, and each repetition, finds nothing of the one before it. */
    @RepeatedTest(2)
    void page_byTag_newestFirst() {
        books.put("1", new Book("Emma", "Austen", 1815, List.of("novel", "england")));
        books.put("2", new Book("Persuasion", "Austen", 1817, List.of("novel")));
        books.put("3", new Book("Faust", "Goethe", 1808, List.of("play")));

        BookPage first = controller.page(Optional.of("novel"), Optional.empty(), 1);
        BookPage second = controller.page(Optional.of("novel"), Optional.ofNullable(first.next()), 1);

        assertThat(first.books()).extracting(Book::title).containsExactly("Persuasion");
        assertThat(second.books()).extracting(Book::title).containsExactly("Emma");
        assertThat(second.next()).isNull();
        assertThat(books.count()).isEqualTo(3);
        assertThat(books.find(TAGS.contains("play").by(YEAR)))
                .extracting(Stored::key)
                .containsExactly("3");
    }

    /** What is not about storing is not in the context. */
    @Test
    void context_otherComponents_areLeftOut(@Autowired ObjectProvider<StorageErrors> errors) {
        assertThat(errors.getIfAvailable()).isNull();
    }
    // tag::slice[]
}
// end::slice[]
