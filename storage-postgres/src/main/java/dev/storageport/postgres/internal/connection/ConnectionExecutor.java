// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageAccessException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.postgres.internal.connection.TransactionControl.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes a connection, runs work on it, and gives it back as it was, whatever happens. */
public final class ConnectionExecutor {

    /** Finds out which rights the user lacks. */
    @FunctionalInterface
    public interface Rights {

        /**
         * Returns a sentence without its end: who lacks what; empty if it is none of the rights that are known to be needed.
         *
         * @param forSchema whether tables were to be made or changed
         * @param place where a right was missing, as messages name it
         */
        Optional<String> missing(Connection connection, boolean forSchema, String place) throws SQLException;
    }

    private static final String GRANT =
            "; grant it, or have the administrator run the statements of Storage.ddl and open with SchemaMode.VALIDATE";

    private final Connections connections;
    private final boolean ownSessions;
    private final TransactionControl transactions;
    private final Errors errors;
    private final LockWaits lockWaits = new LockWaits();
    private final Rights rights;
    private final Duration patience;
    private volatile boolean closed;

    /**
     * Creates the runner of one storage.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     */
    public ConnectionExecutor(
            Connections connections, SessionSettings settings, boolean ownSessions, Errors errors, Rights rights) {
        this(connections, settings, ownSessions, errors, rights, LockWaits.PATIENTLY);
    }

    /**
     * Creates the runner of one server of a storage.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     * @param patience how long a statement of one of our own sessions waits for a lock, if nothing else is said of it; zero for as long as it
     *     may run
     */
    public ConnectionExecutor(
            Connections connections,
            SessionSettings settings,
            boolean ownSessions,
            Errors errors,
            Rights rights,
            Duration patience) {
        this.patience = patience;
        this.connections = connections;
        this.ownSessions = ownSessions;
        this.transactions = new TransactionControl(settings, ownSessions, connections.check());
        this.errors = errors;
        this.rights = rights;
    }

    public Connections connections() {
        return connections;
    }

    public boolean ownSessions() {
        return ownSessions;
    }

    public Errors errors() {
        return errors;
    }

    /** Runs one statement, which commits by itself. */
    public <R> R bySingleStatement(Function<Connection, R> statement) {
        return bySingleStatement(take(), statement);
    }

    /**
     * Runs one statement that reads single records, each for another caller, and that waits only briefly for a lock.
     *
     * @throws dev.storageport.StorageTimeoutException if a lock is not free in time
     */
    public <R> R byReading(Function<Connection, R> statement) {
        if (ownSessions) {
            checkOpen();
            return bySingleStatement(waiting(connections.takeForRead(), LockWaits.READING), statement);
        }
        return inTransaction(Kind.READ_COMMITTED_READ_ONLY, LockWaits.READING, statement);
    }

    /**
     * Runs one statement that writes for many callers, and that waits only briefly for a lock.
     *
     * @param longest how long it waits for each lock; a while at least
     * @throws dev.storageport.StorageTimeoutException if a lock is not free in time; nothing was applied
     */
    public <R> R byWriting(Duration longest, Function<Connection, R> statement) {
        if (ownSessions) {
            checkOpen();
            return bySingleStatement(waiting(connections.take(), longest), statement);
        }
        return inTransaction(Kind.SERIALIZABLE, longest, statement);
    }

    private Connection waiting(Connection connection, Duration longest) {
        if (!ownSessions) {
            return connection;
        }
        try {
            lockWaits.set(connection, longest);
            return connection;
        } catch (SQLException error) {
            StorageException failure = errors.of(
                    error, new Errors.Attempt("settings of a session in " + connections.where(), null, false));
            release(connection, failure);
            throw failure;
        }
    }

    /** Checks a session once more, so that what was there only since then is known. */
    public void checkAgain() {
        bySingleStatement(take(), connection -> {
            try {
                return connections.check().begin(connection);
            } catch (SQLException error) {
                throw connections.check().refused(1, error);
            }
        });
    }

    /**
     * Looks at the server on a connection of its own, as a statement that writes a single document would find it.
     *
     * @param look given the connection, and how to come to know the isolation of a read of a single document; that one comes last
     */
    public <R> R looking(Duration atMost, BiFunction<Connection, Supplier<Optional<String>>, R> look) {
        checkOpen();
        long start = System.nanoTime();
        Connection connection = connections.forHealth(atMost);
        try {
            int before = connection.getNetworkTimeout();
            long left = Math.max(1, atMost.toMillis() - (System.nanoTime() - start) / 1_000_000);
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, left));
            if (!ownSessions) {
                begin(connection, Kind.SERIALIZABLE);
            }
            R found = look.apply(connection, () -> beginReading(connection));
            connection.setNetworkTimeout(Runnable::run, before);
            release(connection);
            return found;
        } catch (SQLException error) {
            StorageException failure = errors.of(error, new Errors.Attempt("look at the server", null, false));
            release(connection, failure);
            throw failure;
        } catch (RuntimeException | Error failure) {
            release(connection, failure);
            throw failure;
        }
    }

    /** Returns the isolation of the sessions that read single documents; empty if the connection now has it. */
    private Optional<String> beginReading(Connection connection) {
        if (!ownSessions) {
            beginAgain(connection, Kind.READ_COMMITTED_READ_ONLY);
            return Optional.empty();
        }
        return connections.check().isolationOfReads();
    }

    private <R> R bySingleStatement(Connection connection, Function<Connection, R> statement) {
        try {
            R result = statement.apply(connection);
            release(connection);
            return result;
        } catch (StorageAccessException failure) {
            release(connection, failure);
            throw explained(failure, false);
        } catch (RuntimeException | Error failure) {
            release(connection, failure);
            throw failure;
        }
    }

    /** Returns a refusal that says which right is missing, if that is the reason and can be found out now. */
    StorageAccessException explained(StorageAccessException failure, boolean forSchema) {
        String said = String.valueOf(failure.getMessage());
        if (failure.reason() != StorageAccessException.Reason.MISSING_RIGHT || !said.endsWith(Errors.DENIED)) {
            return failure;
        }
        String place = said.substring(0, said.length() - Errors.DENIED.length());
        try (Connection connection = connections.take()) {
            return rights.missing(connection, forSchema, place)
                    .map(lacking ->
                            new StorageAccessException(failure.reason(), place + lacking + GRANT, failure.getCause()))
                    .orElse(failure);
        } catch (SQLException | StorageException unknown) {
            failure.addSuppressed(unknown);
            return failure;
        }
    }

    public <R> R inTransaction(Kind kind, Function<Connection, R> work) {
        return inTransaction(kind, LockWaits.PATIENTLY, work);
    }

    private <R> R inTransaction(Kind kind, Duration lockWait, Function<Connection, R> work) {
        Connection connection = take();
        try {
            begin(connection, kind, lockWait);
            R result = work.apply(connection);
            commit(connection, kind);
            release(connection);
            return result;
        } catch (StorageAccessException failure) {
            release(connection, failure);
            throw explained(failure, false);
        } catch (Throwable failure) {
            // The work may throw checked exceptions past the compiler.
            release(connection, failure);
            throw failure;
        }
    }

    /** Opens something that reads in a transaction of its own and gives the connection back by what it is given. */
    public <R> R opening(Kind kind, Opening<R> work) {
        Connection connection = take();
        try {
            begin(connection, kind);
            return work.open(connection, new Ending() {
                @Override
                public void end() {
                    ConnectionExecutor.this.end(connection, kind);
                }

                @Override
                public void abandon(StorageException failure) {
                    release(connection, failure);
                }
            });
        } catch (StorageAccessException failure) {
            release(connection, failure);
            throw explained(failure, false);
        } catch (RuntimeException | Error failure) {
            release(connection, failure);
            throw failure;
        }
    }

    /** Opens something on a connection. */
    @FunctionalInterface
    public interface Opening<R> {
        R open(Connection connection, Ending ending);
    }

    /** How something that was opened gives its connection back: once, one way or the other. */
    public interface Ending {

        /** Of something that is part of a transaction, which goes on. */
        Ending NONE = new Ending() {
            @Override
            public void end() {}

            @Override
            public void abandon(StorageException failure) {}
        };

        /**
         * Commits. A transaction that is rolled back is forgotten by the server with all it has read, as if it had read nothing, and so
         * could be in conflict with nobody.
         *
         * @throws StorageException if what was read is in conflict with concurrent work, or nobody can tell
         */
        void end();

        /** Rolls back after a failure, which stays the one that is reported. */
        void abandon(StorageException failure);
    }

    private void end(Connection connection, Kind kind) {
        try {
            commit(connection, kind);
            release(connection);
        } catch (RuntimeException | Error failure) {
            release(connection, failure);
            throw failure;
        }
    }

    /** Takes a connection that the caller gives back by {@link #release(Connection)}. */
    Connection take() {
        checkOpen();
        return waiting(connections.take(), patience);
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the storage in " + connections.where() + " is closed");
        }
    }

    /** Rolls back what is not committed, and gives the connection back as it was. */
    void release(Connection connection) {
        try {
            release(transactions.release(connection));
        } catch (RuntimeException | Error failure) {
            connections.discard(connection);
            throw failure;
        }
    }

    /** Gives a connection back after a failure, which stays the one that is reported; or ends it if nobody can tell how the driver left it. */
    void release(Connection connection, Throwable failure) {
        if (BrokenConnection.leaves(failure)) {
            connections.discard(connection);
            return;
        }
        try {
            release(transactions.release(connection, failure));
        } catch (RuntimeException | Error broken) {
            failure.addSuppressed(broken);
            connections.discard(connection);
        }
    }

    /** A connection that broke was rarely alone: after a restart of the server all others are broken too. */
    private void release(boolean works) {
        if (works) {
            connections.check().answered();
        } else {
            connections.lost();
        }
    }

    void begin(Connection connection, Kind kind) {
        begin(connection, kind, LockWaits.PATIENTLY);
    }

    private void begin(Connection connection, Kind kind, Duration lockWait) {
        try {
            transactions.begin(connection, kind, lockWait);
        } catch (SQLException error) {
            throw errors.of(error, new Errors.Attempt("begin of a transaction", null, false));
        }
    }

    void commit(Connection connection, Kind kind) {
        transactions.commit(connection, kind, errors);
    }

    /** Ends a transaction that has only read, and begins another one on the same connection. */
    public void beginAgain(Connection connection, Kind kind) {
        try {
            connection.rollback();
        } catch (SQLException error) {
            throw errors.of(error, new Errors.Attempt("end of a reading transaction", null, false));
        }
        begin(connection, kind);
    }

    public void close() {
        closed = true;
        errors.closing();
        connections.close();
    }
}
