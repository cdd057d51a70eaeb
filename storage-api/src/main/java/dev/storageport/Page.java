// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.List;
import java.util.Optional;

/**
 * One page of a query.
 *
 * @param documents the documents, in the order of the query, without their contents
 * @param next the token of the next page, URL-safe text of no meaning to anybody else; empty if this page is the last
 * @param <T> the type of the documents
 */
public record Page<T>(List<Stored<T>> documents, Optional<String> next) {

    /** Copies the list. */
    public Page {
        documents = List.copyOf(documents);
    }
}
