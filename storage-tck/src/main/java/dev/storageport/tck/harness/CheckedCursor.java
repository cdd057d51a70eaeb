// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cursor of a port that gives records as long as it says that it has some, and says where each one is. */
final class CheckedCursor implements RecordCursor {

    private final RecordCursor cursor;
    private final PortChecks checks;
    private final Consumer<@Nullable StoredRecord> check;
    private @Nullable String last;

    /**
     * Wraps a cursor.
     *
     * @param check is shown each record
     */
    CheckedCursor(RecordCursor cursor, PortChecks checks, Consumer<@Nullable StoredRecord> check) {
        this.cursor = cursor;
        this.checks = checks;
        this.check = check;
    }

    @Override
    public boolean hasNext() {
        return checks.call("RecordCursor.hasNext", cursor::hasNext);
    }

    @Override
    public StoredRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at its end");
        }
        StoredRecord record = checks.call("RecordCursor.next", cursor::next);
        check.accept(record);
        last = record.key();
        return record;
    }

    @Override
    public Position position() {
        if (last == null) {
            throw new IllegalStateException("no record was returned yet");
        }
        Position position = checks.call("RecordCursor.position", cursor::position);
        checks.require(
                position.rank() != null && position.value() != null && last.equals(position.key()),
                "RecordCursor.position",
                "returned the position of " + position.key() + " behind the record " + last);
        return position;
    }

    @Override
    public void close() {
        checks.call("RecordCursor.close", () -> {
            cursor.close();
            return true;
        });
    }
}
