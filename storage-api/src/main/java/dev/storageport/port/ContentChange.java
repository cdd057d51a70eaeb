// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** What a put does to the content of its record. */
public sealed interface ContentChange {

    /** Leaves the content as it is, without reading or rewriting it. */
    record Keep() implements ContentChange {}

    /** Removes the content, if there is one. */
    record Remove() implements ContentChange {}

    /**
     * Stores a content in place of an earlier one.
     *
     * @param frame the content
     */
    record Replace(ContentFrame frame) implements ContentChange {}
}
