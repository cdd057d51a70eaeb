// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database refused the caller; {@link #reason()} says why. Nothing was applied, and the same call is refused again. */
public final class StorageAccessException extends StorageException {

    private static final long serialVersionUID = 1L;

    /** Why a database refuses a caller. */
    public enum Reason {
        /** The user is unknown, or the password is wrong or missing. Servers do not say which of these it is. */
        PASSWORD,
        /** There is no such database. */
        UNKNOWN_DATABASE,
        /** The user, or the file's owner, lacks a right: to connect, to create, to read or to write. */
        MISSING_RIGHT,
        /** The certificate of one side was not accepted by the other. */
        CERTIFICATE,
        /** The server lets no such connection in, for instance none without encryption. */
        CONNECTION_REJECTED,
        /** Somebody has the database open who cannot be kept out of it in the usual way, so that both would damage it. */
        IN_USE
    }

    private final Reason reason;

    /**
     * Creates the failure.
     *
     * @param reason why the caller is refused
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageAccessException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    private StorageAccessException(StorageAccessException original) {
        super(original);
        this.reason = original.reason;
    }

    /** Returns why the caller is refused. */
    public Reason reason() {
        return reason;
    }

    @Override
    StorageAccessException again() {
        return new StorageAccessException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
