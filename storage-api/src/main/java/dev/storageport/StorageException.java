// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure this library reports. The kinds below it are distinguished by what a caller can do; the same
 * situation gives the same kind on each backend. Messages name operation, collection, key, field or index and never a
 * stored value or a password; the native error, where there is one, is the {@linkplain #getCause() cause}.
 */
public abstract sealed class StorageException extends RuntimeException
        permits ConfigurationException,
                CorruptDataException,
                IndexNotReadyException,
                InvalidValueException,
                LimitExceededException,
                MappingException,
                OutOfSpaceException,
                SchemaException,
                StorageAccessException,
                StorageClosedException,
                StorageFailureException,
                StorageInterruptedException,
                StorageTimeoutException,
                StorageUnavailableException,
                TransactionAbortedException,
                TransactionConflictException,
                UniqueViolationException,
                UsageException {

    private static final long serialVersionUID = 1L;

    /** What a caller can do about a failure. */
    public enum Remedy {
        /** The call itself is at fault: the same call fails again. */
        FIX_THE_CALL,
        /** Nothing is wrong with the call: the same call may succeed later. */
        RETRY,
        /** Neither helps: data, schema, rights or the machine need an operator. */
        REPAIR
    }

    private final boolean outcomeUnknown;

    StorageException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    StorageException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Returns what a caller can do about this failure. */
    public abstract Remedy remedy();

    /**
     * Returns whether the operation may have taken effect although it failed. {@code false} means that nothing of it was
     * applied; {@code true} means that an answer was lost, for instance because a connection broke during commit.
     */
    public final boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
