// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Iterator;

/**
 * Records read one after another. Used by one thread at a time; must be closed, which frees its connection, and may be closed
 * early and twice. After a failure it has no further records.
 */
public interface RecordCursor extends Iterator<StoredRecord>, AutoCloseable {

    /**
     * Returns the position of the record that {@link #next()} returned last, as the scan's order compares it. To be asked before the cursor
     * is asked for anything else: a backend may read it from where the record came from, and {@link #hasNext()} goes on from there.
     *
     * @throws IllegalStateException if no record was returned yet; a backend may throw it where the cursor has gone on, too
     */
    Position position();

    @Override
    void close();
}
