// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.OutOfSpaceException;
import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** What the failure of a statement that ran for several callers means for each of them. */
final class SharedFailures {

    /** Data, constraints, limits of a row, and locks. */
    private static final Pattern OF_ONE_ROW = Pattern.compile("(22|23|54)...|55P03");

    private SharedFailures() {}

    /** Returns whether a statement gave up waiting for a lock, as it was told to. */
    static boolean isLockTimeout(StorageException failure) {
        return failure.getCause() instanceof SQLException error
                && Errors.state(error).equals("55P03");
    }

    /** Returns whether a statement that was applied to many rows may have failed because of one of them, or of many together. */
    static boolean mayBeOfOneRow(StorageException failure) {
        return failure instanceof TransactionConflictException
                || failure instanceof UniqueViolationException
                || (failure.getCause() instanceof SQLException error
                        && OF_ONE_ROW.matcher(Errors.state(error)).matches());
    }

    /** Returns the failure again, for another caller, who may change it. */
    static StorageException copy(StorageException failure) {
        String message = String.valueOf(failure.getMessage());
        Throwable cause = failure.getCause();
        boolean unknown = failure.outcomeUnknown();
        if (failure instanceof StorageTimeoutException) {
            return new StorageTimeoutException(message, unknown, cause);
        } else if (failure instanceof StorageUnavailableException) {
            return new StorageUnavailableException(message, unknown, cause);
        } else if (failure instanceof TransactionConflictException) {
            return new TransactionConflictException(message, cause);
        } else if (failure instanceof OutOfSpaceException) {
            return new OutOfSpaceException(message, cause);
        } else if (failure instanceof StorageAccessException access) {
            return new StorageAccessException(access.reason(), message, cause);
        } else if (failure instanceof SchemaException) {
            return new SchemaException(message, cause);
        } else if (failure instanceof StorageClosedException) {
            return new StorageClosedException(message);
        }
        return failure.getClass() == StorageFailureException.class
                ? new StorageFailureException(message, cause)
                : failure;
    }
}
