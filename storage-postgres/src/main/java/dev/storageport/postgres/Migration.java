// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.postgres.TransactionControl.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Takes one step after another, each under a lock that lets one process through at a time.
 *
 * <pre>
 * look, in one snapshot ── nothing to do ──&gt; done
 *   └ BEGIN, try the lock ── not free ──&gt; ROLLBACK, wait a little, from the top
 *       └ look again ── first step ┬ a transaction: here, COMMIT, from the top
 *                                  └ an index of a large table: beside, while this transaction waits, COMMIT, from the top
 * </pre>
 *
 * A build that does not block waits for every older snapshot. So nobody waits with one: the transaction is READ COMMITTED and idle
 * while its step runs beside, and others ask for the lock again and again instead of queueing for it.
 */
final class Migration {

    /** What is small enough to be indexed while its writers wait. */
    private static final long SMALL_BYTES = 1024 * 1024;

    /** How long a change of a table may stand in the way of those who use it, before it lets them through and tries again. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Decides on a connection what is to be done next, from what the database holds. */
    @FunctionalInterface
    interface Planner {
        List<Step> plan(StoredCatalog stored);
    }

    private final ConnectionExecutor executor;
    private final PostgresSettings settings;
    private final Dialect dialect;
    private final ConnectRetry.Pause pause;
    private final Function<Connection, StoredCatalog> look;
    private boolean extensionRefused;
    private boolean alone;
    private boolean othersTurn;
    private Optional<CollectionDefinition> adding = Optional.empty();
    private final List<CollectionDefinition> added = new ArrayList<>();
    private @Nullable Long inTheWaySince;

    Migration(
            ConnectionExecutor executor,
            PostgresSettings settings,
            Dialect dialect,
            ConnectRetry.Pause pause,
            Function<Connection, StoredCatalog> look) {
        this.executor = executor;
        this.settings = settings;
        this.dialect = dialect;
        this.pause = pause;
        this.look = look;
    }

    /** Returns what the steps have added so far. */
    Catalog added() {
        return new Catalog(added);
    }

    /** Takes all steps and returns what the database holds then. */
    StoredCatalog run(Planner planner) {
        while (true) {
            Optional<StoredCatalog> done;
            try {
                othersTurn = false;
                adding = Optional.empty();
                done = advance(planner);
                adding.ifPresent(added::add);
                inTheWaySince = null;
            } catch (StorageTimeoutException | TransactionConflictException inTheWay) {
                requirePatience(inTheWay);
                done = Optional.empty();
                othersTurn = true;
            }
            if (done.isPresent()) {
                return done.get();
            }
            if (othersTurn) {
                sleep();
            }
        }
    }

    /** Gives up when nothing has moved for as long as one statement may take. */
    private void requirePatience(StorageException inTheWay) {
        long now = System.nanoTime();
        if (inTheWaySince == null) {
            inTheWaySince = now;
        } else if (now - inTheWaySince > settings.statementTimeout().toNanos()) {
            throw inTheWay;
        }
    }

    private Optional<StoredCatalog> advance(Planner planner) {
        Optional<StoredCatalog> complete = complete(planner);
        if (complete.isPresent()) {
            return complete;
        }
        return executor.inTransaction(Kind.READ_COMMITTED, connection -> {
            if (!locked(connection)) {
                othersTurn = true;
                return Optional.empty();
            }
            StoredCatalog stored = look(connection);
            List<Step> steps = planner.plan(stored);
            if (steps.isEmpty()) {
                return Optional.of(stored);
            }
            take(connection, steps.get(0));
            return Optional.empty();
        });
    }

    /** Returns what the database holds if nothing is to be done. */
    private Optional<StoredCatalog> complete(Planner planner) {
        try {
            StoredCatalog stored = executor.inTransaction(Kind.SERIALIZABLE_READ_ONLY, this::look);
            return planner.plan(stored).isEmpty() ? Optional.of(stored) : Optional.empty();
        } catch (SchemaException unclear) {
            // The server finds tables as they are now and rows as they were at the snapshot, so somebody's step in
            // between
            // looks like damage. Under the lock it will not.
            return Optional.empty();
        }
    }

    private StoredCatalog look(Connection connection) {
        StoredCatalog stored = look.apply(connection);
        return extensionRefused && !stored.trigrams().installed()
                ? stored.with(new StoredCatalog.Trigrams(Optional.empty(), false))
                : stored;
    }

    private boolean locked(Connection connection) {
        try (PreparedStatement statement = connection.prepareStatement(dialect.tryStartLock())) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            statement.setLong(1, lock(settings.schema()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        } catch (SQLException error) {
            throw failed(error, "taking the lock of the schema " + settings.schema());
        }
    }

    /** The same number for one schema in every process. */
    private static long lock(String schema) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("storageport " + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private void take(Connection connection, Step step) {
        if (step instanceof Step.Transaction transaction) {
            apply(connection, transaction.changes(), step);
            adding = transaction.added();
        } else if (step instanceof Step.Install install) {
            extensionRefused = !install(connection, install.attempts());
        } else if (step instanceof Step.Build build) {
            build(connection, build);
        } else {
            othersTurn = true;
        }
    }

    private StorageException failed(SQLException error, String doing) {
        return executor.errors().of(error, new Errors.Attempt(doing, null, false));
    }

    private static String doing(Step step) {
        return step.missing();
    }

    private void apply(Connection connection, List<String> statements, Step step) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + LOCK_WAIT.toMillis());
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException error) {
            throw failed(error, doing(step));
        }
    }

    /** Returns whether an attempt succeeded; a refused one leaves the transaction as it was. */
    private boolean install(Connection connection, List<String> attempts) {
        try (Statement statement = connection.createStatement()) {
            for (String attempt : attempts) {
                Savepoint before = connection.setSavepoint();
                try {
                    statement.execute(attempt);
                    return true;
                } catch (SQLException refused) {
                    if (Errors.isLost(refused)) {
                        throw refused;
                    }
                    connection.rollback(before);
                }
            }
            return false;
        } catch (SQLException error) {
            throw failed(error, "installing the extension pg_trgm");
        }
    }

    private void build(Connection connection, Step.Build build) {
        boolean small = bytes(connection, build.table()) <= SMALL_BYTES;
        Optional<Connection> beside =
                small || alone ? Optional.empty() : executor.connections().beside();
        alone |= !small && beside.isEmpty();
        Errors.Attempt attempt = new Errors.Attempt(doing(build), null, false);
        if (beside.isEmpty()) {
            String settings = "SET LOCAL lock_timeout = " + LOCK_WAIT.toMillis() + "; SET LOCAL statement_timeout = 0";
            new InterruptibleStatement(connection, settings, executor.errors()).run(build.blocking(), attempt);
            return;
        }
        try (Connection builder = beside.get();
                Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            // A session that may be another client's next has no setting of ours, and is left none.
            String settings = executor.ownSessions() ? "SET statement_timeout = 0" : "";
            new InterruptibleStatement(builder, settings, executor.errors()).run(build.concurrently(), attempt);
        } catch (SQLException error) {
            throw failed(error, doing(build));
        }
    }

    private long bytes(Connection connection, String table) {
        try (PreparedStatement statement = connection.prepareStatement(CatalogSql.TABLE_BYTES)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            statement.setString(1, settings.schema());
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException error) {
            throw failed(error, "measuring the table " + table);
        }
    }

    private void sleep() {
        try {
            pause.sleep(PAUSE);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(
                    "interrupted while waiting to change the schema " + settings.schema(), interruption);
        }
    }
}
