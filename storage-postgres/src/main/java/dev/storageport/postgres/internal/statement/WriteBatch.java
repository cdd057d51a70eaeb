// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.postgres.internal.statement.Statements.Shape;
import dev.storageport.postgres.internal.statement.WriteKind.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one collection and kind that one statement applies.
 *
 * <pre>
 * writes:   put a, put b, delete c, put d, touch e          of one collection
 * no unique index:       [put a, put b, put d] [delete c] [touch e]      different keys do not affect each other
 * with a unique index:   [put a, put b] [delete c] [put d] [touch e]     c may own the value that d takes
 * </pre>
 *
 * A statement judges a unique index row by row in the order in which it meets the rows. An insert meets them in the order of its
 * source; an update joins, so with a unique index it takes one document at a time. A reindexing takes them all and goes back to one at
 * a time if they are in each other's way. No two writes of a batch take the same unique value, so a value that is refused tells whose it
 * was.
 *
 * <p>A statement has one version of the documents' shape, one time, and one first revision from which it counts on for the documents that it
 * inserts: its own writes differ in nothing but what it takes as arrays. The time of several callers' writes is the latest of theirs, which
 * is behind the beginning of each call; writes of one caller are split where it differs.
 *
 * @param collection the collection
 * @param kind what is done with each row
 * @param shape whether the statement is the one for a single row or the one for many, which may be one as well
 * @param content what the statement does to the contents of all
 * @param writes at least one, of different keys
 */
public record WriteBatch(
        CollectionDefinition collection, WriteKind kind, Shape shape, Content content, List<Write> writes) {

    /** Larger statements gain nothing, and hold more memory on both sides. */
    private static final int ROWS = 1000;

    private static final long BYTES = 16L * 1024 * 1024;

    /** Copies the list. */
    public WriteBatch {
        writes = List.copyOf(writes);
    }

    /** Returns one write. */
    public static WriteBatch single(Write write) {
        return of(List.of(write), Shape.SINGLE);
    }

    /** Returns writes of one collection, kind and version, which all keep contents or all do not, as one batch. */
    public static WriteBatch of(List<Write> writes, Shape shape) {
        Write first = writes.get(0);
        return new WriteBatch(first.collection(), WriteKind.of(first), shape, Content.of(writes), writes);
    }

    /** Returns whether one statement may apply both, apart from its time, and what it does to the contents of each. */
    public static boolean sameForm(Write first, Write next) {
        return WriteKind.of(first) == WriteKind.of(next)
                && (Content.of(first) == Content.KEEP) == (Content.of(next) == Content.KEEP)
                && dataVersion(first).equals(dataVersion(next));
    }

    /** Returns the time of the statement, that of its latest write; only of writes that have one. */
    Instant now() {
        Instant latest = Instant.MIN;
        for (Write write : writes) {
            Instant now = now(write);
            if (now != null && now.isAfter(latest)) {
                latest = now;
            }
        }
        return latest;
    }

    private static @Nullable Instant now(Write write) {
        if (write instanceof Write.Put put) {
            return put.now();
        }
        return write instanceof Write.Touch touch ? touch.now() : null;
    }

    /** Returns the version of all bodies; only of writes that have one. */
    int dataVersion() {
        return (int) dataVersion(writes.get(0)).orElseThrow();
    }

    private static OptionalLong dataVersion(Write write) {
        if (write instanceof Write.Put put) {
            return OptionalLong.of(put.dataVersion());
        }
        return write instanceof Write.Reindex reindex && reindex.body().isPresent()
                ? OptionalLong.of(reindex.body().get().dataVersion())
                : OptionalLong.empty();
    }

    /** Returns whether one of the writes asks for a revision. */
    boolean expects() {
        return writes.stream().anyMatch(write -> expected(write).isPresent());
    }

    /** Returns the revision that the stored record must have; empty if any will do. */
    static OptionalLong expected(Write write) {
        if (write instanceof Write.Reindex reindex) {
            return OptionalLong.of(reindex.revision());
        }
        Precondition precondition = write instanceof Write.Put put
                ? put.precondition()
                : write instanceof Write.Delete delete ? delete.precondition() : new Precondition.None();
        return precondition instanceof Precondition.AtRevision at
                ? OptionalLong.of(at.revision())
                : OptionalLong.empty();
    }

    /** Returns the body of a write that has one. */
    static Write.Body body(Write write) {
        return write instanceof Write.Put put
                ? new Write.Body(put.body(), put.bodyBytes(), put.dataVersion())
                : ((Write.Reindex) write).body().orElseThrow();
    }

    /** Splits writes into batches, in the order in which they are to be applied. */
    static List<WriteBatch> split(List<Write> writes) {
        List<Open> batches = new ArrayList<>();
        Map<String, Open> last = new HashMap<>();
        for (Write write : writes) {
            WriteKind kind = WriteKind.of(write);
            boolean ordered = kind.movesValues() && write.collection().hasUniqueIndex();
            String slot = write.collection().name() + (ordered ? "" : " " + kind);
            Open open = last.get(slot);
            if (open == null || !open.takes(write, kind)) {
                open = new Open(write, kind, ordered);
                last.put(slot, open);
                batches.add(open);
            }
            open.add(write);
        }
        return batches.stream().map(Open::close).toList();
    }

    /** Returns whether one of these writes may need what another one of them gives up. */
    boolean mayMeetItself() {
        return kind.isReindex() && writes.size() > 1 && collection.hasUniqueIndex();
    }

    /** Returns each write by itself. */
    List<WriteBatch> singles() {
        return writes.stream().map(WriteBatch::single).toList();
    }

    /** A batch that more writes may be added to. */
    private static final class Open {

        private final Write first;
        private final WriteKind kind;
        private final boolean ordered;
        private final List<Write> writes = new ArrayList<>();
        private final Set<Owned> owned = new HashSet<>();
        private long bytes;

        Open(Write first, WriteKind kind, boolean ordered) {
            this.first = first;
            this.kind = kind;
            this.ordered = ordered;
        }

        /** A value of a unique index. */
        private record Owned(String index, IndexValue value) {}

        boolean takes(Write write, WriteKind ofWrite) {
            return ofWrite == kind
                    && sameForm(first, write)
                    && Objects.equals(now(first), now(write))
                    && writes.size() < ROWS
                    && bytes < BYTES
                    && !(ordered && (kind == WriteKind.UPDATE || owned(write).anyMatch(owned::contains)));
        }

        void add(Write write) {
            writes.add(write);
            bytes += write.bytes();
            if (ordered) {
                owned(write).forEach(owned::add);
            }
        }

        private static Stream<Owned> owned(Write write) {
            if (!(write instanceof Write.Put put)) {
                return Stream.empty();
            }
            return put.collection().indexes().stream()
                    .filter(IndexDefinition::unique)
                    .map(IndexDefinition::name)
                    .filter(put.indexValues()::containsKey)
                    .map(index -> new Owned(
                            index, Objects.requireNonNull(put.indexValues().get(index))));
        }

        WriteBatch close() {
            return of(writes, writes.size() == 1 ? Shape.SINGLE : Shape.ARRAYS);
        }
    }
}
