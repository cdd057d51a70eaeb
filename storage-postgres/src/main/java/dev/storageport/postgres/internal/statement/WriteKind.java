// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.util.List;

/** What a statement that writes by key does with each of its rows. */
public enum WriteKind {
    UPSERT,
    INSERT,
    UPDATE,
    TOUCH,
    REINDEX,
    REINDEX_WITH_BODY,
    DELETE;

    /** What a statement does to the contents of its documents. */
    public enum Content {
        KEEP,
        REMOVE,
        /** Replaces those that have a new one, and removes the others. */
        REPLACE;

        public static Content of(Write write) {
            if (!(write instanceof Write.Put put) || put.content() instanceof ContentChange.Keep) {
                return KEEP;
            }
            if (put.content() instanceof ContentChange.Replace) {
                return REPLACE;
            }
            // A new document has nothing that could be removed.
            return put.precondition() instanceof Precondition.Absent ? KEEP : REMOVE;
        }

        /** Returns what a statement does to those of all its writes, which all keep theirs or all do not. */
        static Content of(List<Write> writes) {
            Content first = of(writes.get(0));
            return first != KEEP && writes.stream().anyMatch(write -> of(write) == REPLACE) ? REPLACE : first;
        }
    }

    public static WriteKind of(Write write) {
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

    /** Returns whether it writes the values of the indexes. */
    boolean writesIndexes() {
        return isPut() || isReindex();
    }

    boolean writesBody() {
        return isPut() || this == REINDEX_WITH_BODY;
    }

    private boolean isPut() {
        return this == UPSERT || this == INSERT || this == UPDATE;
    }

    public boolean isReindex() {
        return this == REINDEX || this == REINDEX_WITH_BODY;
    }

    /** Returns whether it may take a value of a unique index, or give one up. */
    boolean movesValues() {
        return this != TOUCH;
    }
}
