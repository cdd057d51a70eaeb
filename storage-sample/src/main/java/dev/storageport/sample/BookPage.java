// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import dev.storageport.Page;
import dev.storageport.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of books.
 *
 * @param books the books
 * @param next what to ask with for the next page; null on the last one
 */
record BookPage(List<Book> books, @Nullable String next) {

    static BookPage of(Page<Book> page) {
        return new BookPage(
                page.documents().stream().map(Stored::value).toList(),
                page.next().orElse(null));
    }
}
