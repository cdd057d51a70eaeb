// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.Write;
import dev.storageport.postgres.internal.statement.WriteBatch;
import dev.storageport.postgres.internal.statement.WriteKind;
import dev.storageport.postgres.internal.statement.WriteKind.Content;
import dev.storageport.postgres.internal.transaction.SingleOperations.Read;

/** Decides what may be combined, and with what. Whatever this refuses is a statement of its own. */
final class Combinable {

    /** So that a statement stays below 16 MB. */
    private static final int LARGEST_BODY = 64 * 1024;

    private Combinable() {}

    /** A document; of several requests that write it, one is under way at a time. */
    record DocumentKey(String collection, String key) {}

    /** Contents are large. */
    static boolean mayCombine(Read read) {
        return !read.projection().content();
    }

    static boolean together(Read first, Read next) {
        return first.projection() == next.projection()
                && first.collection().name().equals(next.collection().name());
    }

    /** A frame is large and has a parameter of its own. */
    static boolean mayCombine(Write write) {
        return !WriteKind.of(write).isReindex()
                && Content.of(write) != Content.REPLACE
                && !(write instanceof Write.Put put && put.bodyBytes() > LARGEST_BODY);
    }

    static boolean together(Write first, Write next) {
        return WriteBatch.sameForm(first, next)
                && first.collection().name().equals(next.collection().name());
    }

    static DocumentKey document(Write write) {
        return new DocumentKey(write.collection().name(), write.key());
    }
}
