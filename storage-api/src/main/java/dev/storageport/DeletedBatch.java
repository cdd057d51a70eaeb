// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * What a batch of {@link DocumentCollection#deleteInBatches(Query, int, java.util.function.Predicate)} deleted.
 *
 * @param documents how many documents; 0 if none of those that it looked at was to be deleted
 * @param bytes the size of their canonical JSON in bytes of UTF-8 and of their contents as stored, together
 * @param last whether nothing follows
 */
public record DeletedBatch(long documents, long bytes, boolean last) {}
