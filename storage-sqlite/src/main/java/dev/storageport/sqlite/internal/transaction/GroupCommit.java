// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.DatabaseOptions;
import dev.storageport.sqlite.internal.connection.Errors;
import dev.storageport.sqlite.internal.connection.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs requests of several callers in one transaction, so that one sync of the disk serves them all.
 *
 * <pre>
 *   BEGIN IMMEDIATE
 *     a request of one write                      what it runs into, its own statement takes back
 *     SAVEPOINT, a request of several, RELEASE    or ROLLBACK TO
 *   COMMIT                                        only now do the callers hear of it
 *
 *   whatever else goes wrong: ROLLBACK, and each request again in a transaction of its own, so that each failure has its own caller
 * </pre>
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Supplier<DatabaseConnection> writer;
    private final DatabaseOptions options;
    private final boolean evenAlone;

    /**
     * Creates the work.
     *
     * @param writer gives the connection that writes, in no transaction
     * @param evenAlone whether a request that has no company is run as if it had
     */
    GroupCommit(Supplier<DatabaseConnection> writer, DatabaseOptions options, boolean evenAlone) {
        this.writer = writer;
        this.options = options;
        this.evenAlone = evenAlone;
    }

    /** Returns the outcomes of the requests, in their order. */
    List<Outcome<List<WriteOutcome>>> run(List<WriteRequest> batch) {
        boolean forOthers = batch.size() > 1;
        List<Outcome<List<WriteOutcome>>> outcomes = forOthers || evenAlone ? together(batch) : null;
        if (outcomes == null) {
            outcomes = new ArrayList<>(batch.size());
            for (WriteRequest request : batch) {
                outcomes.add(apart(request, forOthers));
            }
        }
        return outcomes;
    }

    /** Runs a request in a transaction of its own. */
    private Outcome<List<WriteOutcome>> apart(WriteRequest request, boolean forOthers) {
        DatabaseConnection connection = writer.get();
        connection.ignoreInterrupts(forOthers);
        try (WriteTransaction transaction = new WriteTransaction(connection, request.place(), options, () -> {})) {
            List<WriteOutcome> outcomes = request.apply(connection);
            transaction.commit(request.place());
            return new Outcome.Value<>(outcomes);
        } catch (RuntimeException failed) {
            return new Outcome.Failure<>(failed);
        } finally {
            connection.ignoreInterrupts(false);
        }
    }

    private @Nullable List<Outcome<List<WriteOutcome>>> together(List<WriteRequest> batch) {
        DatabaseConnection connection = writer.get();
        connection.ignoreInterrupts(true); // one caller's interrupt is no concern of the others
        try {
            return together(connection, batch);
        } finally {
            connection.ignoreInterrupts(false);
        }
    }

    /** Runs the requests in one transaction; returns null if nothing was applied and each is to run by itself. */
    private @Nullable List<Outcome<List<WriteOutcome>>> together(
            DatabaseConnection connection, List<WriteRequest> batch) {
        try {
            WriteTransaction.begin(connection, batch.get(0).place(), options);
        } catch (SQLException failed) {
            return each(batch, request -> connection.failed(request.place(), failed));
        } catch (StorageClosedException closed) {
            return each(batch, request -> Errors.closed(request.place()));
        }
        List<Outcome<List<WriteOutcome>>> outcomes = new ArrayList<>(batch.size());
        boolean applied = false;
        try {
            for (WriteRequest request : batch) {
                outcomes.add(within(connection, request));
            }
            applied = true;
        } catch (SQLException failed) {
            return giveUp(batch, connection.failed(batch.get(0).place(), failed));
        } catch (RuntimeException failed) {
            return giveUp(batch, failed);
        } finally {
            if (!applied) {
                connection.rollback();
            }
        }
        return commit(connection, batch, outcomes);
    }

    /** Runs a request in the transaction of all; what it throws is not the fault of this request alone, or cannot be undone for it alone. */
    private static Outcome<List<WriteOutcome>> within(DatabaseConnection connection, WriteRequest request)
            throws SQLException {
        if (request.undoesItself()) {
            try {
                return new Outcome.Value<>(request.apply(connection));
            } catch (UniqueViolationException | TransactionConflictException own) {
                return new Outcome.Failure<>(own);
            }
        }
        connection.control(Sql.SAVEPOINT);
        Outcome<List<WriteOutcome>> outcome;
        try {
            outcome = new Outcome.Value<>(request.apply(connection));
        } catch (UniqueViolationException | TransactionConflictException own) {
            connection.control(Sql.ROLLBACK_TO);
            outcome = new Outcome.Failure<>(own);
        }
        connection.control(Sql.RELEASE);
        return outcome;
    }

    private static @Nullable List<Outcome<List<WriteOutcome>>> commit(
            DatabaseConnection connection, List<WriteRequest> batch, List<Outcome<List<WriteOutcome>>> outcomes) {
        try {
            connection.commit();
            return outcomes;
        } catch (DatabaseReplacedException replaced) {
            return each(batch, request -> replaced);
        } catch (SQLException failed) {
            StorageException reported = connection.commitFailed(batch.get(0).place(), failed);
            connection.rollback();
            return reported.outcomeUnknown()
                    ? each(batch, request -> connection.commitFailed(request.place(), failed))
                    : giveUp(batch, reported);
        } catch (StorageClosedException closed) {
            connection.rollback();
            return each(batch, request -> Errors.closed(request.place()));
        }
    }

    private static @Nullable List<Outcome<List<WriteOutcome>>> giveUp(
            List<WriteRequest> batch, RuntimeException failed) {
        LOG.debug("a group of {} runs apart", batch.size(), failed);
        return null;
    }

    private static List<Outcome<List<WriteOutcome>>> each(
            List<WriteRequest> batch, Function<WriteRequest, StorageException> failure) {
        List<Outcome<List<WriteOutcome>>> outcomes = new ArrayList<>(batch.size());
        for (WriteRequest request : batch) {
            outcomes.add(new Outcome.Failure<>(failure.apply(request)));
        }
        return outcomes;
    }
}
