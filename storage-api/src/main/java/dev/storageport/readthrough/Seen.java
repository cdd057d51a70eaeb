// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.Content;
import dev.storageport.Stored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the storage had for a key when it was looked at.
 *
 * @param stored the document; null if there was none, or it could not be read
 * @param content its content, if contents are wanted
 * @param absent whether it is known, and still believed, that the source has nothing
 * @param absenceStored whether that was stored, believed or not
 * @param failure why nothing could be read; null if it could
 * @param round how many loads had {@linkplain Flights#rounds() ended} before
 */
record Seen<T>(
        @Nullable Stored<T> stored,
        Optional<Content> content,
        boolean absent,
        boolean absenceStored,
        @Nullable RuntimeException failure,
        long round) {

    static <T> Seen<T> document(Stored<T> stored, Optional<Content> content, long round) {
        return new Seen<>(stored, content, false, false, null, round);
    }

    static <T> Seen<T> nothing(long round) {
        return new Seen<>(null, Optional.empty(), false, false, null, round);
    }

    static <T> Seen<T> absence(boolean believed, long round) {
        return new Seen<>(null, Optional.empty(), believed, true, null, round);
    }

    static <T> Seen<T> unreadable(RuntimeException failure, long round) {
        return new Seen<>(null, Optional.empty(), false, false, failure, round);
    }

    /** Returns whether the document is another than it was then, or gone. */
    boolean hasChangedSince(Seen<T> before) {
        Stored<T> then = before.stored;
        return stored == null ? then != null && failure == null : then == null || then.revision() != stored.revision();
    }
}
