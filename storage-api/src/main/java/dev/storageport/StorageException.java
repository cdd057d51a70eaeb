// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure this library reports. The kinds below it are distinguished by what a caller can do; the same
 * situation gives the same kind on each backend. The native error, where there is one, is the {@linkplain #getCause() cause}.
 *
 * <p>Messages have one form and never hold a stored value or a password:
 *
 * <pre>
 *   PostgreSQL: put in collection players, key "tekrop-2217", index battletag: another document owns the value
 *   backend     operation and collection   key, field or index                 what is wrong
 * </pre>
 *
 * What stands before the last colon says where; parts that are not known, or have no meaning for a failure, are left out.
 */
public abstract sealed class StorageException extends RuntimeException
        permits CollectionException,
                ConfigurationException,
                DatabaseReplacedException,
                InvalidValueException,
                LimitExceededException,
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

    /** Backend and operation; null until the failure leaves the operation, which then says it once. */
    private volatile @Nullable String place;

    /** What else is known of how it came to this; found out by the storage, which knows more than the port. */
    private volatile String circumstances = "";

    StorageException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    StorageException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Creates the same failure again. */
    StorageException(StorageException original) {
        this(original.detail(), original.outcomeUnknown, original.getCause());
        this.place = original.place;
    }

    /**
     * Returns this failure again, for one more of several callers whose work failed together: equal in everything it tells, but an exception
     * of its own, since whoever catches one may add to it. The causes are the same.
     */
    public final StorageException copy() {
        StorageException copy = again();
        copy.setStackTrace(getStackTrace());
        for (Throwable other : getSuppressed()) {
            copy.addSuppressed(other);
        }
        return copy;
    }

    /** Returns a new exception with all that this one was created with. */
    abstract StorageException again();

    /** Returns what a caller can do about this failure. */
    public abstract Remedy remedy();

    /**
     * Returns whether the operation may have taken effect although it failed. {@code false} means that nothing of it was
     * applied; {@code true} means that an answer was lost, for instance because a connection broke during commit.
     */
    public final boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /** Returns where the failure happened and what is wrong, in one line. */
    @Override
    public String getMessage() {
        String detail = detail();
        String where = place;
        if (where == null) {
            return detail;
        }
        String collection = where.substring(where.lastIndexOf(' ') + 1);
        String repeated = "collection " + collection;
        return where.endsWith(" in " + repeated) && detail.startsWith(repeated) && continues(detail, repeated.length())
                ? where + detail.substring(repeated.length())
                : where + ": " + detail;
    }

    private static boolean continues(String detail, int at) {
        return detail.startsWith(":", at) || detail.startsWith(",", at);
    }

    /** Returns what is wrong, without backend and operation, for messages that say these themselves. */
    final String detail() {
        return super.getMessage() + circumstances;
    }

    /** Says more at the end of the message. */
    final void add(String more) {
        circumstances = more;
    }

    /**
     * Runs an operation, and says in what it throws where that happened, unless it says so already.
     *
     * @param operation what is done, for instance {@code put in collection players}
     */
    static <R> R located(String backend, String operation, Supplier<R> work) {
        try {
            return work.get();
        } catch (StorageException failure) {
            failure.locate(backend, operation);
            throw failure;
        }
    }

    /** Says where this happened; the first one to say so is the nearest. */
    final void locate(String backend, String operation) {
        if (place == null) {
            place = backend + ": " + operation;
        }
    }
}
