// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;

/** How books are found. */
final class BookIndexes {

    // tag::declaration[]
    static final Index<Book, Integer> YEAR = Index.of("year", Integer.class, Book::year);
    static final MultiValueIndex<Book, String> TAGS = MultiValueIndex.of("tags", String.class, Book::tags);
    static final SearchIndex<Book> TEXT =
            SearchIndex.<Book>of("text").field(Book::title).field(Book::author);

    static final CollectionSpec<Book> BOOKS = CollectionSpec.of("books", Book.class)
            .index(YEAR)
            .index(TAGS)
            .index(TEXT)
            .build();
    // end::declaration[]

    private BookIndexes() {}
}
