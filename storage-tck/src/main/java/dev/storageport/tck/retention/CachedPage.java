// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.Index;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a cache might hold.
 *
 * @param expires indexed; {@code null}: never
 */
record CachedPage(String text, @Nullable Instant expires) {

    static final Index<CachedPage, Instant> EXPIRES = Index.of("expires", Instant.class, CachedPage::expires);

    /** Without indexes on times: what is old is looked for by key. */
    static final CollectionSpec<CachedPage> PLAIN =
            CollectionSpec.of("pages", CachedPage.class).index(EXPIRES).build();

    /** With them: what is old is looked for by its time. */
    static final CollectionSpec<CachedPage> INDEXED = CollectionSpec.of("indexed_pages", CachedPage.class)
            .index(EXPIRES)
            .indexUpdatedAt()
            .indexCreatedAt()
            .build();

    static final List<CollectionSpec<CachedPage>> BOTH = List.of(PLAIN, INDEXED);

    static CachedPage of(String text) {
        return new CachedPage(text, null);
    }

    static CachedPage until(Instant expires) {
        return new CachedPage("", expires);
    }

    static List<Document<CachedPage>> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Document.of(key(i), of("page " + i)))
                .toList();
    }

    /** Returns a key; their order is that of the numbers. */
    static String key(int number) {
        return "page-" + (1_000_000 + number);
    }
}
