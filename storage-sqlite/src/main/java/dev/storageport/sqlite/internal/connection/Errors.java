// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.OutOfSpaceException;
import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns the driver's errors into the library's. By result code: SQLState is always empty here. SQLite's messages name tables and
 * columns and never hold values, so they may stay in the cause.
 */
public final class Errors {

    private static final int PRIMARY = 0xff;

    /** What SQLite says of a name that is not there; the result code is that of any error in a statement. */
    private static final List<String> DROPPED =
            List.of("no such table", "no such column", "no such index", "has no column named");

    private Errors() {}

    /** Returns the primary result code, or {@link SQLiteErrorCode#UNKNOWN_ERROR} if the error is the driver's own. */
    static SQLiteErrorCode code(SQLException error) {
        return error instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    public static boolean isBusy(SQLException error) {
        return code(error) == SQLiteErrorCode.SQLITE_BUSY;
    }

    public static boolean isUniqueViolation(SQLException error) {
        return error instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
    }

    /** Returns whether the connection is as good as before once the transaction is rolled back. */
    static boolean leavesConnectionUsable(SQLException error) {
        return switch (code(error)) {
            case SQLITE_ERROR, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_TOOBIG, SQLITE_CONSTRAINT -> true;
            default -> false;
        };
    }

    /** Returns whether the driver keeps the prepared statement that failed; after all other errors it closes it. */
    static boolean leavesStatementsUsable(SQLException error) {
        return switch (code(error)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CONSTRAINT -> true;
            default -> false;
        };
    }

    /** Translates the failure of anything but a commit: nothing of it was applied. */
    static StorageException translate(String place, DatabaseOptions options, SQLException error) {
        String where = place + ": ";
        return switch (code(error)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> busy(where, options, error);
            case SQLITE_FULL -> new OutOfSpaceException(where + "no room left on the disk; nothing was applied", error);
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY ->
                new StorageAccessException(
                        StorageAccessException.Reason.MISSING_RIGHT,
                        where
                                + "the file cannot be opened for writing; check that it exists, its rights and its directory's",
                        error);
            case SQLITE_NOTADB -> new SchemaException(where + "it holds something else than a SQLite database", error);
            case SQLITE_CORRUPT ->
                new StorageFailureException(where + "the file is damaged; restore it from a backup", error);
            case SQLITE_ERROR -> error(place, error);
            case UNKNOWN_ERROR -> new StorageUnavailableException(where + "the connection is lost", error);
            default -> new StorageFailureException(where + "SQLite failed with " + resultName(error), error);
        };
    }

    /** The texts fit the database when it is opened; later another process may drop what they name. */
    private static StorageException error(String place, SQLException error) {
        String message = String.valueOf(error.getMessage());
        if (DROPPED.stream().anyMatch(message::contains)) {
            return SchemaException.missing(place, error);
        }
        return new StorageFailureException(place + ": SQLite failed with " + resultName(error), error);
    }

    private static StorageException busy(String where, DatabaseOptions options, SQLException error) {
        if (error instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT) {
            return new TransactionConflictException(where + "another process wrote since this began", error);
        }
        return new StorageTimeoutException(
                where + "waited for the lock of another process, bound " + options.busyTimeout(), error);
    }

    /**
     * Translates the failure of a commit. Where SQLite could not write or sync its log, the commit may still be found by a
     * recovery after a crash.
     */
    static StorageException translateCommit(String place, DatabaseOptions options, SQLException error) {
        return switch (code(error)) {
            case SQLITE_IOERR, UNKNOWN_ERROR ->
                new StorageUnavailableException(place + ": the commit failed with " + resultName(error), true, error);
            default -> translate(place, options, error);
        };
    }

    static StorageException expired(String place, DatabaseOptions options, SQLException error) {
        return new StorageTimeoutException(
                place + ": the statement was stopped, bound " + options.statementTimeout(), error);
    }

    public static StorageInterruptedException interrupted(String place, SQLException error) {
        return new StorageInterruptedException(place + ": the thread was interrupted", error);
    }

    public static StorageClosedException closed(String place) {
        return new StorageClosedException(
                place + ": the storage was closed before this had ended; nothing was applied");
    }

    private static String resultName(SQLException error) {
        return error instanceof SQLiteException sqlite ? sqlite.getResultCode().name() : "an error of the driver";
    }
}
