// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Rollback;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DEL: deleting the first ones of an order, and in batches. */
abstract class LimitedDeleteRules extends Topic {

    @Test
    @Rule("DEL-5")
    void delete_withALimit_deletesTheFirstOfTheOrder() {
        DocumentCollection<Book> books = Book.in(bench());
        for (int i = 0; i < 8; i++) {
            books.put("k" + i, Book.ofPages(i < 6 ? 10L - i / 2 : null), Content.text("of " + i));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        books.touch("k7");

        assertThat(books.delete(Condition.all().oldestFirst().limit(1)))
                .as("deleted: the oldest")
                .isEqualTo(1);
        assertThat(books.delete(Condition.all().by(Book.PAGES).limit(1)))
                .as("deleted: of fewest pages")
                .isEqualTo(1);
        assertThat(books.keys(Condition.all()))
                .as("keys after deleting the oldest, and then the first by pages")
                .containsExactly("k1", "k2", "k3", "k5", "k6", "k7");
        assertThat(books.delete(Condition.all().byDescending(Book.PAGES).limit(3)))
                .as("deleted: the first by pages descending, those without at first")
                .isEqualTo(3);
        assertThat(books.delete(Condition.keyFrom("k3").limit(100)))
                .as("deleted: fewer than the limit")
                .isEqualTo(2);
        assertThat(books.keys(Condition.all())).as("keys at last").containsExactly("k2");
        assertThat(books.summary().contentBytes()).as("bytes of contents left").isEqualTo(4);
        assertThat(books.delete(Book.TITLE.is("none").limit(1)))
                .as("deleted: nothing meets it")
                .isZero();
    }

    @Test
    @Rule("DEL-5")
    void delete_withALimitInATransactionThatFails_deletesNothing() {
        Storage storage = bench().open(Book.SPEC);
        DocumentCollection<Book> books = storage.collection(Book.SPEC);
        books.putAll(List.of(Document.of("a", Book.titled("t")), Document.of("b", Book.titled("t"))));
        Rollback.of(storage, transaction -> {
            DocumentCollection<Book> own = transaction.collection(Book.SPEC);
            assertThat(own.delete(Book.TITLE.is("t").byKeyDescending().limit(1)))
                    .as("deleted inside the transaction")
                    .isEqualTo(1);
            assertThat(own.keys(Condition.all()))
                    .as("keys inside the transaction")
                    .containsExactly("a");
        });
        Book.assertMeets(books, Book.TITLE.is("t"), List.of("a", "b"), "title is t, after the rollback");
    }

    @Test
    @Rule("DEL-6")
    void deleteInBatches_deletesAllThatMeetTheConditionAndNothingElse() {
        DocumentCollection<Book> books = Book.in(bench());
        List<Document<Book>> many = new ArrayList<>();
        for (int i = 0; i < 107; i++) {
            many.add(Document.of(
                    "k%03d".formatted(i),
                    Book.titled(i % 3 == 0 ? "keep" : "drop").tags(List.of("x")),
                    Content.text("c")));
        }
        books.putAll(many);

        assertThat(books.deleteInBatches(Book.TITLE.is("drop"), 10))
                .as("deleted in batches of 10")
                .isEqualTo(71);
        assertThat(books.count()).as("number of documents").isEqualTo(36);
        Book.assertMeets(books, Book.TITLE.is("drop"), List.of(), "title is drop, afterwards");
        assertThat(books.count(Book.TAGS.contains("x")))
                .as("documents with the tag")
                .isEqualTo(36);
        assertThat(books.summary().contentBytes()).as("bytes of contents left").isEqualTo(36);
        assertThat(books.deleteInBatches(Book.TITLE.is("drop"), 10))
                .as("deleted again")
                .isZero();
        assertThat(books.deleteInBatches(Condition.all(), 36))
                .as("deleted in one full batch")
                .isEqualTo(36);
        for (int size : List.of(0, -1)) {
            assertThatThrownBy(() -> books.deleteInBatches(Condition.all(), size), "batches of %s", size)
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    @Rule("DEL-6")
    void deleteInBatches_inATransaction_isPartOfIt() {
        Storage storage = bench().open(Book.SPEC);
        DocumentCollection<Book> books = storage.collection(Book.SPEC);
        for (String key : List.of("a", "b", "c", "d", "e")) {
            books.put(key, Book.titled("t"));
        }
        Rollback.of(
                storage,
                transaction -> assertThat(transaction.collection(Book.SPEC).deleteInBatches(Book.TITLE.is("t"), 2))
                        .as("deleted in batches of 2 inside the transaction")
                        .isEqualTo(5));
        assertThat(books.count()).as("number of documents after the rollback").isEqualTo(5);
    }
}
