// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Write;
import dev.storageport.postgres.WriteKind.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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
 * @param collection the collection
 * @param kind what is done with each row
 * @param shape whether the statement is the one for a single row or the one for many, which may be one as well
 * @param content what the statement does to the contents of all
 * @param writes at least one, of different keys
 */
record WriteBatch(CollectionDefinition collection, WriteKind kind, Shape shape, Content content, List<Write> writes) {

    /** Larger statements gain nothing, and hold more memory on both sides. */
    private static final int ROWS = 1000;

    private static final long BYTES = 16L * 1024 * 1024;

    /** Copies the list. */
    WriteBatch {
        writes = List.copyOf(writes);
    }

    /** Returns one write. */
    static WriteBatch single(Write write) {
        return of(List.of(write), Shape.SINGLE);
    }

    /** Returns writes of one collection and kind as one batch. */
    static WriteBatch of(List<Write> writes, Shape shape) {
        Write first = writes.get(0);
        Content content = shape == Shape.SINGLE ? Content.of(first) : contentOfAll(writes);
        return new WriteBatch(first.collection(), WriteKind.of(first), shape, content, writes);
    }

    /** A statement for many does the same to all contents, and has no place for frames. */
    private static Content contentOfAll(List<Write> writes) {
        Content first = Content.of(writes.get(0));
        return first == Content.REMOVE && writes.stream().allMatch(write -> Content.of(write) == first)
                ? Content.REMOVE
                : Content.KEEP;
    }

    /** Splits writes into batches, in the order in which they are to be applied. */
    static List<WriteBatch> split(List<Write> writes) {
        List<Open> batches = new ArrayList<>();
        Map<String, Open> last = new HashMap<>();
        for (Write write : writes) {
            WriteKind kind = WriteKind.of(write);
            boolean ordered = kind.movesValues() && hasUniqueIndex(write.collection());
            String slot = write.collection().name() + (ordered ? "" : " " + kind);
            Open open = last.get(slot);
            if (open == null || !open.takes(write, kind)) {
                open = new Open(kind, ordered);
                last.put(slot, open);
                batches.add(open);
            }
            open.add(write);
        }
        return batches.stream().map(Open::close).toList();
    }

    private static boolean hasUniqueIndex(CollectionDefinition collection) {
        return collection.indexes().stream().anyMatch(IndexDefinition::unique);
    }

    /** Returns whether one of these writes may need what another one of them gives up. */
    boolean mayMeetItself() {
        return kind.isReindex() && writes.size() > 1 && hasUniqueIndex(collection);
    }

    /** Returns each write by itself. */
    List<WriteBatch> singles() {
        return writes.stream().map(WriteBatch::single).toList();
    }

    /** Returns the writes whose contents the statement leaves as they are though they change. */
    List<Write.Put> contentsLeft() {
        return shape == Shape.SINGLE || content != Content.KEEP
                ? List.of()
                : writes.stream()
                        .filter(write -> Content.of(write) != Content.KEEP)
                        .map(Write.Put.class::cast)
                        .toList();
    }

    /** A batch that more writes may be added to. */
    private static final class Open {

        private final WriteKind kind;
        private final boolean ordered;
        private final List<Write> writes = new ArrayList<>();
        private final Set<Owned> owned = new HashSet<>();
        private long bytes;

        Open(WriteKind kind, boolean ordered) {
            this.kind = kind;
            this.ordered = ordered;
        }

        /** A value of a unique index. */
        private record Owned(String index, IndexValue value) {}

        boolean takes(Write write, WriteKind ofWrite) {
            return ofWrite == kind
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
