// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;

/** What a statement that writes by key does with each of its rows. */
enum WriteKind {
    UPSERT,
    INSERT,
    UPDATE,
    TOUCH,
    REINDEX,
    REINDEX_WITH_BODY,
    DELETE;

    /** What a statement does to the contents of its documents. */
    enum Content {
        KEEP,
        REMOVE,
        REPLACE;

        static Content of(Write write) {
            if (!(write instanceof Write.Put put) || put.content() instanceof ContentChange.Keep) {
                return KEEP;
            }
            return put.content() instanceof ContentChange.Remove ? REMOVE : REPLACE;
        }
    }

    static WriteKind of(Write write) {
        if (write instanceof Write.Put put) {
            if (put.precondition() instanceof Precondition.None) {
                return UPSERT;
            }
            return put.precondition() instanceof Precondition.Absent ? INSERT : UPDATE;
        }
        if (write instanceof Write.Reindex reindex) {
            return reindex.body().isPresent() ? REINDEX_WITH_BODY : REINDEX;
        }
        return write instanceof Write.Touch ? TOUCH : DELETE;
    }

    boolean isPut() {
        return this == UPSERT || this == INSERT || this == UPDATE;
    }

    boolean isReindex() {
        return this == REINDEX || this == REINDEX_WITH_BODY;
    }

    /** Returns whether it may take a value of a unique index, or give one up. */
    boolean movesValues() {
        return this != TOUCH;
    }
}
