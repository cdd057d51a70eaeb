// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The database's tables and this program do not fit together: a layout newer than this library, a collection whose declared
 * indexes differ from the stored ones, a document newer than the program, or a file that holds something else.
 */
public final class SchemaException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the failure of an operation whose collection or index the database does not have: it was opened without creating it, or
     * another program dropped it since.
     *
     * @param place the collection, and the index if it is known
     * @param cause the native error, or {@code null} if there is none
     */
    public static SchemaException missing(String place, @Nullable Throwable cause) {
        return new SchemaException(
                place
                        + ": the database does not have it, or not as this program declares it; if another program dropped it, open the"
                        + " storage again, else add it with the schema mode MIGRATE or by what ddl() prints",
                cause);
    }

    private SchemaException(SchemaException original) {
        super(original);
    }

    @Override
    SchemaException again() {
        return new SchemaException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
