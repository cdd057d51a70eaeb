// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the storage was opened there is no database any more, or another one: its file was removed or replaced, the database was dropped
 * or restored from a backup. What is there now is left alone. Close the storage, find out what is there, and open it again.
 */
public final class DatabaseReplacedException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final Instant intactAt;

    /**
     * Creates the failure.
     *
     * @param message what was found where; never a value or a password
     * @param intactAt when the database was last seen to be the one that was opened
     * @param outcomeUnknown whether the operation may have taken effect, in the old database or the new one
     * @param cause the native error, or {@code null} if there is none
     */
    public DatabaseReplacedException(
            String message, Instant intactAt, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
        this.intactAt = Objects.requireNonNull(intactAt, "intactAt");
    }

    private DatabaseReplacedException(DatabaseReplacedException original) {
        super(original);
        this.intactAt = original.intactAt;
    }

    /**
     * Returns when the database was last seen to be the one that was opened, by the system's clock. Writes that were acknowledged since
     * may be lost.
     */
    public Instant intactAt() {
        return intactAt;
    }

    @Override
    DatabaseReplacedException again() {
        return new DatabaseReplacedException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
