// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.Optional;

/**
 * A document to be written with others.
 *
 * @param key its key
 * @param value its value
 * @param content its content, if it has one
 * @param <T> the type of the value
 */
public record Document<T>(String key, T value, Optional<Content> content) {

    /** Returns a document without content. */
    public static <T> Document<T> of(String key, T value) {
        return new Document<>(key, value, Optional.empty());
    }

    /** Returns a document with content. */
    public static <T> Document<T> of(String key, T value, Content content) {
        return new Document<>(key, value, Optional.of(content));
    }
}
