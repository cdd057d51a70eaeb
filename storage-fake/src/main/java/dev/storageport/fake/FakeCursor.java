// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.StorageClosedException;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor over the rows that matched when it was opened. */
final class FakeCursor implements RecordCursor {

    private final Iterator<FakeOrder.Placed> rows;
    private final Projection projection;
    private @Nullable Position position;
    private boolean closed;

    FakeCursor(List<FakeOrder.Placed> rows, Projection projection) {
        this.rows = rows.iterator();
        this.projection = projection;
    }

    @Override
    public boolean hasNext() {
        checkOpen();
        return rows.hasNext();
    }

    @Override
    public StoredRecord next() {
        checkOpen();
        FakeOrder.Placed placed = rows.next();
        position = placed.position();
        return placed.row().read(projection);
    }

    @Override
    public Position position() {
        checkOpen();
        if (position == null) {
            throw new IllegalStateException("no record was returned yet");
        }
        return position;
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the cursor is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
