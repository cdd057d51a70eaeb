// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageException;
import dev.storageport.TransactionAbortedException;
import dev.storageport.postgres.internal.cluster.UnconfirmedCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Begins and ends transactions on connections of one storage.
 *
 * <pre>
 * our own sessions:     BEGIN (with the first statement) ... COMMIT           the session is serializable from its start
 * others' sessions:     BEGIN; SET TRANSACTION ...; SET LOCAL ... ... COMMIT    nothing outlives the transaction
 * </pre>
 */
public final class TransactionControl {

    /** What a transaction is for. */
    public enum Kind {
        SERIALIZABLE("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE READ WRITE NOT DEFERRABLE"),
        SERIALIZABLE_READ_ONLY("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY NOT DEFERRABLE"),
        /** As good as serializable for one statement that reads one version of one record, or several for one caller each. */
        READ_COMMITTED_READ_ONLY(
                // A standby refuses the first half. It would answer the second.
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE; SET TRANSACTION READ ONLY"),
        /** Sees what others committed while it waited for its lock. */
        READ_COMMITTED("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE");

        private final String begin;

        Kind(String begin) {
            this.begin = begin;
        }

        /** Returns whether nothing is written in it, so that it has no effect that a lost answer could leave open. */
        boolean readOnly() {
            return this == SERIALIZABLE_READ_ONLY || this == READ_COMMITTED_READ_ONLY;
        }
    }

    private final SessionSettings settings;
    private final boolean ownSessions;
    private final SessionCheck check;

    /**
     * Creates the transactions of one storage.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     */
    TransactionControl(SessionSettings settings, boolean ownSessions, SessionCheck check) {
        this.settings = settings;
        this.ownSessions = ownSessions;
        this.check = check;
    }

    /**
     * Begins a transaction.
     *
     * @param lockWait how long the transaction waits for a lock; a session of our own has been told before
     */
    void begin(Connection connection, Kind kind, Duration lockWait) throws SQLException {
        connection.setAutoCommit(false);
        if (!ownSessions) {
            execute(
                    connection,
                    kind.begin + "; " + DriverProperties.transactionSettings(settings)
                            + check.transactionSettings(!kind.readOnly()) + LockWaits.local(lockWait));
        } else if (kind == Kind.SERIALIZABLE_READ_ONLY) {
            connection.setReadOnly(true); // the driver says so in its BEGIN, which goes with the first statement
        } else if (kind != Kind.SERIALIZABLE) {
            execute(connection, kind.begin);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Commits, or fails if a statement of the transaction failed: the server would answer the commit with a rollback, and the
     * driver would report success.
     */
    void commit(Connection connection, Kind kind, Errors errors) {
        try {
            if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
                throw new TransactionAbortedException(
                        "commit: a statement of this transaction failed before, so it can only roll back", null);
            }
            connection.commit();
            SQLWarning said = connection.getWarnings();
            if (said != null) {
                connection.clearWarnings();
                UnconfirmedCommit.refuse(said);
            }
        } catch (SQLException error) {
            throw errors.of(error, new Errors.Attempt("commit", null, !kind.readOnly()));
        }
    }

    /** Rolls back what is not committed and gives the connection back as it was. Returns whether it still works. */
    boolean release(Connection connection) {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (ownSessions && connection.isReadOnly()) {
                connection.setReadOnly(false);
            }
            return true;
        } catch (SQLException broken) {
            // The server has rolled back with the end of the session, and the pool throws the connection away.
            return false;
        }
    }

    /** Releases a connection after a failure, which stays the one that is reported. */
    boolean release(Connection connection, Throwable failure) {
        boolean works = release(connection);
        return works && !(failure instanceof StorageException storage && isLost(storage));
    }

    private static boolean isLost(StorageException failure) {
        return failure.getCause() instanceof SQLException error && (Errors.isLost(error) || Errors.isOfStandby(error));
    }
}
