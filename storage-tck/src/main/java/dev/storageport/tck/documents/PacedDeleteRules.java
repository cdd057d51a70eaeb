// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DeletedBatch;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.tck.fixture.Book;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.Refusals;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** DEL: deleting in batches that somebody is told of. */
abstract class PacedDeleteRules extends Topic {

    @Test
    @Rule("DEL-10")
    void deleteInBatches_ofAQuery_goesInItsOrder_andEndsWhereItIsTold() {
        DocumentCollection<Book> books = bench().open(Book.SPEC).collection(Book.SPEC);
        for (long pages = 1; pages <= 20; pages++) {
            books.put("k" + (100 - pages), Book.ofPages(pages));
        }
        List<Long> left = new ArrayList<>();
        List<DeletedBatch> batches = new ArrayList<>();
        long deleted = books.deleteInBatches(Book.PAGES.atMost(18L).by(Book.PAGES), 5, batch -> {
            batches.add(batch);
            left.add(books.find(Condition.all()).stream()
                    .mapToLong(stored -> stored.value().pages())
                    .min()
                    .orElseThrow());
            return batches.size() < 2;
        });

        assertThat(deleted).as("deleted until it was told to end").isEqualTo(10);
        assertThat(left).as("least pages that are left after each batch").containsExactly(6L, 11L);
        assertThat(batches.stream().map(DeletedBatch::documents).toList())
                .as("documents of each batch")
                .containsExactly(5L, 5L);
        assertThat(books.deleteInBatches(Book.PAGES.atMost(18L).by(Book.PAGES), 5, batch -> true))
                .as("deleted by the next")
                .isEqualTo(8);
        assertThat(books.find(Condition.all()).stream()
                        .map(stored -> stored.value().pages())
                        .sorted()
                        .toList())
                .as("pages of what is left")
                .isEqualTo(LongStream.of(19, 20).boxed().toList());
    }

    @Test
    @Rule("DEL-10")
    void deleteInBatches_byAge_tellsEachBatchAndItsSize() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(250));
        items.put(Item.key(3), Item.of(3), Content.text("a content"));
        long bytes = items.summary().bodyBytes() + items.summary().contentStoredBytes();
        bench().clock().set(Workbench.START.plus(Duration.ofMinutes(1)));
        items.put("young", Item.of(0));

        List<DeletedBatch> batches = new ArrayList<>();
        long deleted = items.deleteInBatches(Condition.updatedBefore(Duration.ofSeconds(1)), 40, batches::add);
        assertThat(deleted).as("deleted").isEqualTo(250);
        assertThat(batches.stream().mapToLong(DeletedBatch::documents).sum())
                .as("documents of the batches")
                .isEqualTo(250);
        assertThat(batches)
                .as("batches")
                .allSatisfy(batch -> assertThat(batch.documents()).isLessThanOrEqualTo(40));
        assertThat(batches.stream().mapToLong(DeletedBatch::bytes).sum())
                .as("bytes of the batches")
                .isEqualTo(bytes);
        assertThat(batches.stream().filter(DeletedBatch::last).toList())
                .as("last batches")
                .containsExactly(batches.get(batches.size() - 1));
        assertThat(Refusals.refusal(
                        InvalidValueException.class,
                        "batches of a query with a limit",
                        () -> items.deleteInBatches(Condition.all().limit(3), 10, batch -> true)))
                .as("refusal of a query with a limit")
                .hasMessageContaining("limit");
    }
}
