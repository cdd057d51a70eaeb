// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StoredMetadata;
import dev.storageport.event.RetentionEnded;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KEEP: what goes because there is too much. */
abstract class SurplusRules extends RetentionTopic {

    @Test
    @Rule("KEEP-4")
    void maxDocuments_keepsExactlyTheNewest() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            List<Document<CachedPage>> documents = CachedPage.many(40);
            for (int i = 0; i < 40; i += 10) { // ten at the same time
                bench().clock().advance(MICROSECOND);
                pages.putAll(documents.subList(i, i + 10));
            }
            bench().clock().advance(MICROSECOND);
            pages.touch(CachedPage.key(3)); // the newest by now

            RetentionEnded ended = run(storage, spec, retentions().maxDocuments(15));
            assertLeft(
                    pages,
                    IntStream.range(0, 40)
                            .filter(i -> i == 3 || i >= 26)
                            .mapToObj(CachedPage::key)
                            .toArray(String[]::new));
            assertRemoved(ended, 25);
            assertRemoved(run(storage, spec, retentions().maxDocuments(15)), 0);
            assertRemoved(run(storage, spec, retentions().maxDocuments(1)), 14);
            assertLeft(pages, CachedPage.key(3));
        }
    }

    @Test
    @Rule("KEEP-5")
    void maxBytes_keepsTheNewestThatFit() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            for (int i = 0; i < 12; i++) {
                bench().clock().advance(MICROSECOND);
                CachedPage page = CachedPage.of("x".repeat(20 * i));
                if (i % 2 == 0) {
                    pages.put(CachedPage.key(i), page, Content.text("no two alike " + Math.pow(31, i) + " ".repeat(i)));
                } else {
                    pages.put(CachedPage.key(i), page);
                }
            }
            List<StoredMetadata> newestFirst = metadata(pages);
            long all = sizes(newestFirst, 12);
            assertThat(all)
                    .as("size of all documents, by those of each")
                    .isEqualTo(pages.summary().bodyBytes() + pages.summary().contentStoredBytes());

            assertRemoved(run(storage, spec, retentions().maxBytes(all)), 0);
            RetentionEnded ended = run(storage, spec, retentions().maxBytes(sizes(newestFirst, 7)));
            assertRemoved(ended, 5);
            assertThat(ended.bytes()).as("bytes removed").isEqualTo(all - sizes(newestFirst, 7));
            assertLeft(pages, keys(newestFirst, 7));
            assertRemoved(run(storage, spec, retentions().maxBytes(sizes(newestFirst, 5) - 1)), 3);
            assertLeft(pages, keys(newestFirst, 4));
        }
    }

    @Test
    @Rule("KEEP-5")
    void maxBytes_keepsTheNewestAlsoIfItIsTooLarge() {
        Storage storage = bench().open(CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.put("old", CachedPage.of("old"));
        bench().clock().advance(MICROSECOND);
        pages.put("new", CachedPage.of("x".repeat(1_000)));

        assertRemoved(run(storage, CachedPage.PLAIN, retentions().maxBytes(10)), 1);
        assertLeft(pages, "new");
    }

    private static long sizes(List<StoredMetadata> documents, int first) {
        return documents.stream().limit(first).mapToLong(StoredMetadata::bytes).sum();
    }

    private static String[] keys(List<StoredMetadata> documents, int first) {
        return documents.stream().limit(first).map(StoredMetadata::key).toArray(String[]::new);
    }
}
