// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.postgres.internal.connection.ConnectRetry;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.HandleExecutor;
import dev.storageport.postgres.internal.connection.SessionSettings;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Takes one batch of steps after another, each under a lock that lets one process through at a time.
 *
 * <pre>
 * look, in one snapshot ── nothing to do ──&gt; done
 *   └ BEGIN, try the lock ── not free ──&gt; ROLLBACK, wait a little, from here
 *       └ look again ── first batch ┬ transactions, or indexes of small tables: here, COMMIT, from BEGIN
 *                                   └ an index of a large table: beside, while this transaction waits, COMMIT, from BEGIN
 * </pre>
 *
 * A batch that fails is tried again with its first step alone, so that what can be done is done and a failure is that of one step. A build
 * that does not block waits for every older snapshot. So nobody waits with one: the transaction is READ COMMITTED and idle while its step
 * runs beside, and others ask for the lock again and again instead of queueing for it.
 */
public final class Migration {

    /** What is small enough to be indexed while its writers wait. */
    private static final long SMALL_BYTES = 1024 * 1024;

    /** How long a change of a table may stand in the way of those who use it, before it lets them through and tries again. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** How many statements go to the server before it is asked for their results. */
    private static final int AT_ONCE = 32;

    /** Decides what is to be done next, from what the database holds. */
    @FunctionalInterface
    interface Planner {
        List<Step> plan(StoredCatalog stored);
    }

    /**
     * What a migration came to.
     *
     * @param stored what the schema holds now
     * @param added what the steps have added
     */
    public record Outcome(StoredCatalog stored, Catalog added) {}

    /** What one try came to. */
    private sealed interface Progress {

        /** Nothing is left to be done. */
        record Complete(StoredCatalog stored) implements Progress {}

        /**
         * Steps were taken.
         *
         * @param added what they added
         * @param means what is known from now on
         */
        record Taken(List<CollectionDefinition> added, Means means) implements Progress {}

        /** Somebody else is at it, and will be done. */
        record OthersTurn() implements Progress {}

        /**
         * Nothing was changed, because somebody uses a table.
         *
         * @param failure how that showed
         */
        record InTheWay(StorageException failure) implements Progress {}
    }

    /**
     * What this user has been found to have; what is not there is asked for once, because the answer may take long.
     *
     * @param extension whether the extension of a search may be installed
     * @param secondConnection whether there may be a connection beside the one that holds the lock
     */
    private record Means(boolean extension, boolean secondConnection) {

        Means withoutExtension() {
            return new Means(false, secondConnection);
        }

        Means withoutSecondConnection() {
            return new Means(extension, false);
        }
    }

    private final HandleExecutor handles;
    private final SessionSettings settings;
    private final Dialect dialect;
    private final ConnectRetry.Pause pause;
    private final Function<Handle, StoredCatalog> look;

    private final List<CollectionDefinition> added = new ArrayList<>();
    private Means means = new Means(true, true);
    private int most = StepBatch.MOST_STEPS;

    Migration(
            HandleExecutor handles,
            SessionSettings settings,
            Dialect dialect,
            ConnectRetry.Pause pause,
            Function<Handle, StoredCatalog> look) {
        this.handles = handles;
        this.settings = settings;
        this.dialect = dialect;
        this.pause = pause;
        this.look = look;
    }

    /**
     * Takes all steps.
     *
     * @throws StorageException what stood in the way, if nothing has moved for as long as one statement may take
     */
    Outcome run(Planner planner) {
        Optional<StoredCatalog> complete = complete(planner);
        return complete.isPresent()
                ? new Outcome(complete.get(), new Catalog(List.of()))
                : new Outcome(steps(planner), new Catalog(added));
    }

    /** Takes one step, without looking before whether there is one. */
    void change(Planner planner) {
        steps(planner);
    }

    private StoredCatalog steps(Planner planner) {
        Long inTheWaySince = null;
        while (true) {
            Progress progress = proceed(planner);
            if (progress instanceof Progress.Complete complete) {
                return complete.stored();
            }
            if (progress instanceof Progress.InTheWay inTheWay) {
                inTheWaySince = since(inTheWaySince, inTheWay.failure());
                sleep();
                continue;
            }
            inTheWaySince = null;
            if (progress instanceof Progress.Taken taken) {
                added.addAll(taken.added());
                means = taken.means();
                most = Math.min(2 * most, StepBatch.MOST_STEPS);
            } else {
                sleep();
            }
        }
    }

    /** Returns since when something has been in the way, or gives up. */
    private long since(@Nullable Long before, StorageException failure) {
        long now = System.nanoTime();
        if (before != null && now - before > settings.statementTimeout().toNanos()) {
            throw failure;
        }
        return before == null ? now : before;
    }

    private Progress proceed(Planner planner) {
        try {
            return takeFirst(planner);
        } catch (StorageTimeoutException | TransactionConflictException inTheWay) {
            most = 1;
            return new Progress.InTheWay(inTheWay);
        } catch (StorageUnavailableException lost) {
            throw lost;
        } catch (StorageException failure) {
            if (most == 1) {
                throw failure;
            }
            most = 1;
            return proceed(planner);
        }
    }

    /** Returns what the database holds if nothing is to be done. */
    private Optional<StoredCatalog> complete(Planner planner) {
        try {
            StoredCatalog stored = handles.reading(place(), handle -> look(handle));
            return planner.plan(stored).isEmpty() ? Optional.of(stored) : Optional.empty();
        } catch (SchemaException | TransactionConflictException unclear) {
            // The server finds tables as they are now and rows as they were at the snapshot, so somebody's step in
            // between looks like damage. Under the lock it will not.
            return Optional.empty();
        }
    }

    private Progress takeFirst(Planner planner) {
        return handles.changing(place(), handle -> {
            if (!locked(handle)) {
                return new Progress.OthersTurn();
            }
            StoredCatalog stored = look(handle);
            List<Step> steps = planner.plan(stored);
            return steps.isEmpty()
                    ? new Progress.Complete(stored)
                    : take(handle, StepBatch.first(steps, most, table -> isSmall(handle, table)));
        });
    }

    private String place() {
        return "schema " + settings.schema();
    }

    private StoredCatalog look(Handle handle) {
        StoredCatalog stored = look.apply(handle);
        return means.extension() || stored.trigrams().installed()
                ? stored
                : stored.with(new StoredCatalog.Trigrams(Optional.empty(), false));
    }

    private boolean locked(Handle handle) {
        return handle.createQuery(dialect.tryStartLock())
                .bind("lock", lock(settings.schema()))
                .mapTo(Boolean.class)
                .one();
    }

    /** The same number for one schema in every process. */
    private static long lock(String schema) {
        return ByteBuffer.wrap(Names.sha256("storageport " + schema)).getLong();
    }

    private Progress take(Handle handle, StepBatch batch) {
        return handles.at(batch.missing(), () -> {
            Step step = batch.first();
            if (step instanceof Step.Transaction) {
                changes(handle, batch);
                return new Progress.Taken(batch.added(), means);
            }
            if (step instanceof Step.Install install) {
                boolean installed = install.attempts().stream().anyMatch(attempt -> installs(handle, attempt));
                return new Progress.Taken(List.of(), installed ? means : means.withoutExtension());
            }
            return step instanceof Step.Build build
                    ? new Progress.Taken(List.of(), build(handle, build, batch))
                    : new Progress.OthersTurn();
        });
    }

    /** Runs the statements of a batch, many with one answer of the server. */
    private void changes(Handle handle, StepBatch batch) {
        List<String> statements = new ArrayList<>(List.of("SET LOCAL lock_timeout = " + LOCK_WAIT.toMillis()));
        statements.addAll(batch.statements());
        try (Statement connection = handle.getConnection().createStatement()) {
            for (int from = 0; from < statements.size(); from += AT_ONCE) {
                int to = Math.min(from + AT_ONCE, statements.size());
                connection.execute(String.join(";\n", statements.subList(from, to)));
            }
        } catch (SQLException error) {
            throw handles.failed(batch.missing(), error);
        }
    }

    /** Returns whether an attempt succeeds; a refused one leaves the transaction as it was. */
    private static boolean installs(Handle handle, String attempt) {
        handle.savepoint("attempt");
        try {
            handle.execute(attempt);
            return true;
        } catch (JdbiException refused) {
            if (HandleExecutor.error(refused).map(Errors::isLost).orElse(true)) {
                throw refused;
            }
            handle.rollbackToSavepoint("attempt");
            return false;
        }
    }

    /** Builds an index, or those of small tables, and returns what has been found out about the means. */
    private Means build(Handle handle, Step.Build build, StepBatch batch) {
        ConnectionExecutor connections = handles.connections();
        boolean small = isSmall(handle, build.table());
        Optional<Connection> beside = small || !means.secondConnection()
                ? Optional.empty()
                : connections.connections().beside();
        Errors.Attempt attempt = new Errors.Attempt(batch.missing(), null, false);
        if (beside.isEmpty()) {
            String settings = "SET LOCAL lock_timeout = " + LOCK_WAIT.toMillis() + "; SET LOCAL statement_timeout = 0";
            new InterruptibleStatement(handle.getConnection(), settings, connections.errors())
                    .run(String.join(";\n", batch.statements()), attempt);
            return small ? means : means.withoutSecondConnection();
        }
        try (Connection builder = beside.get()) {
            handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            // A session that may be another client's next has no setting of ours, and is left none.
            String settings = connections.ownSessions() ? "SET statement_timeout = 0" : "";
            new InterruptibleStatement(builder, settings, connections.errors()).run(build.concurrently(), attempt);
        } catch (SQLException error) {
            throw connections.errors().of(error, attempt);
        }
        return means;
    }

    private boolean isSmall(Handle handle, String table) {
        long bytes = handle.createQuery(CatalogSql.TABLE_BYTES)
                .bind("schema", settings.schema())
                .bind("table", table)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        return bytes <= SMALL_BYTES;
    }

    private void sleep() {
        try {
            pause.sleep(PAUSE);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(place() + ": interrupted while waiting to change it", interruption);
        }
    }
}
