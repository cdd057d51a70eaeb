// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

// tag::imports[]
import static dev.storageport.Condition.keyStartsWith;
import static dev.storageport.Condition.updatedBefore;
// end::imports[]
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.Page;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The second example of the README: tags, search, pages and transactions. */
class ReadmeTest {

    // tag::declare[]
    record Article(String title, List<String> tags, String text, int likes) {}

    static final Index<Article, Integer> LIKES = Index.of("likes", Integer.class, Article::likes);
    static final MultiValueIndex<Article, String> TAGS = MultiValueIndex.of("tags", String.class, Article::tags);
    static final SearchIndex<Article> WORDS = // a match in the title ranks before one in the text
            SearchIndex.<Article>of("words").field(Article::title).field(Article::text);

    static final CollectionSpec<Article> ARTICLES = CollectionSpec.of("articles", Article.class)
            .index(LIKES)
            .index(TAGS)
            .index(WORDS)
            .build();
    // end::declare[]

    @Test
    void examples_run_findWhatTheySay() {
        try (Storage storage = Storage.open("memory:", ARTICLES)) {
            DocumentCollection<Article> articles = storage.collection(ARTICLES);
            for (int i = 0; i < 60; i++) {
                articles.put("2026/" + i, new Article("Java " + i, List.of("java", "jdk" + i % 2), "records", i));
            }
            queries(storage, articles);
        }
    }

    private static void queries(Storage storage, DocumentCollection<Article> articles) {
        // tag::queries[]
        List<Stored<Article>> tagged = articles.find(TAGS.containsAll(List.of("java", "jdk1")));
        List<Stored<Article>> found =
                articles.find(WORDS.contains("record java").limit(20)); // best first
        Map<String, Long> cloud = articles.countBy(TAGS); // how many articles have each tag

        Page<Article> first =
                articles.page(keyStartsWith("2026/").byDescending(LIKES).limit(50));
        Page<Article> second = articles.page(
                keyStartsWith("2026/").byDescending(LIKES).limit(50),
                first.next().orElseThrow());

        storage.transactWithoutResult(
                tx -> { // serializable, and run again after a conflict
                    DocumentCollection<Article> inside = tx.collection(ARTICLES);
                    Article article = inside.get("2026/1").orElseThrow().value();
                    inside.put("2027/1", article);
                    inside.delete("2026/1");
                });
        long old = articles.deleteInBatches(updatedBefore(Duration.ofDays(365)), 1000);
        // end::queries[]
        assertThat(tagged).hasSize(30);
        assertThat(found).hasSize(20);
        assertThat(cloud).containsExactly(Map.entry("java", 60L), Map.entry("jdk0", 30L), Map.entry("jdk1", 30L));
        assertThat(first.documents().get(0).value().likes()).isEqualTo(59);
        assertThat(second.documents()).hasSize(10);
        assertThat(second.next()).isEmpty();
        assertThat(articles.contains("2026/1")).isFalse();
        assertThat(articles.contains("2027/1")).isTrue();
        assertThat(old).isZero();
    }
}
