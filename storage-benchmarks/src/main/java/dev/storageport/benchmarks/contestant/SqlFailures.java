// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What failures mean to those who write SQL themselves. */
public final class SqlFailures {

    private SqlFailures() {}

    /** Returns whether a transaction is to be run again: a serialization failure or a deadlock. */
    public static boolean isConflict(Throwable failure) {
        SQLException cause = sql(failure);
        return cause != null && ("40001".equals(cause.getSQLState()) || "40P01".equals(cause.getSQLState()));
    }

    /** Returns the kind of a failure, without its data: its type, and SQL state or the code of SQLite. */
    public static String kind(Throwable failure) {
        SQLException cause = sql(failure);
        if (cause == null) {
            return failure.getClass().getSimpleName();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("SQLITE_BUSY") || message.contains("SQLITE_LOCKED") || message.contains("is locked")) {
            return failure.getClass().getSimpleName() + " (locked)";
        }
        String state = cause.getSQLState();
        return failure.getClass().getSimpleName() + " (" + (state == null ? cause.getErrorCode() : state) + ")";
    }

    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
