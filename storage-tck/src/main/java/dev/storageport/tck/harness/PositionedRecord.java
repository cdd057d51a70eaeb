// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A record of a cursor with its position.
 *
 * @param entry the record
 * @param position its position
 */
public record PositionedRecord(StoredRecord entry, Position position) {

    /** Reads all that a cursor has, and closes it. */
    public static List<PositionedRecord> of(RecordCursor cursor) {
        List<PositionedRecord> listed = new ArrayList<>();
        try (cursor) {
            while (cursor.hasNext()) {
                StoredRecord entry = cursor.next();
                listed.add(new PositionedRecord(entry, cursor.position()));
            }
        }
        return listed;
    }

    /** Returns a cursor over the list, which holds nothing but the list. */
    public static RecordCursor cursor(List<PositionedRecord> listed) {
        return new ListCursor(listed);
    }

    private static final class ListCursor implements RecordCursor {

        private final List<PositionedRecord> listed;
        private int next;
        private @Nullable PositionedRecord last;

        ListCursor(List<PositionedRecord> listed) {
            this.listed = listed;
        }

        @Override
        public boolean hasNext() {
            return next < listed.size();
        }

        @Override
        public StoredRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the cursor is at its end");
            }
            PositionedRecord current = listed.get(next++);
            last = current;
            return current.entry();
        }

        @Override
        public Position position() {
            PositionedRecord current = last;
            if (current == null) {
                throw new IllegalStateException("no record was returned yet");
            }
            return current.position();
        }

        @Override
        public void close() {
            next = listed.size();
        }
    }
}
