// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.LogPosition;
import dev.storageport.port.RecordOperations;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.connection.SessionSettings;
import dev.storageport.postgres.internal.statement.CollectionSql;
import dev.storageport.postgres.internal.transaction.Combining;
import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.postgres.internal.transaction.Reads;
import dev.storageport.postgres.internal.transaction.SingleOperations;
import dev.storageport.postgres.internal.transaction.SingleStatements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One standby that is read. All its sessions are of one server, so that how far it is known to be holds for each of them, and only grows:
 * a read of what is known to be there asks nothing before.
 *
 * <pre>
 *   position 70, known 90            ──▶ read
 *   position 95, known 90            ──▶ ask: 97 ──▶ read, known 97
 *   position 99, known 97            ──▶ ask: 97, pause, ask: 98, pause, ask: 101 ──▶ read
 *                                                     within the bound, or the primary is read
 * </pre>
 */
final class Standby implements AutoCloseable {

    /**
     * What a standby says of itself. Of its timeline it tells what was written to its disk, or what comes in where the role may see that; that
     * may be an older one than it has come to, and then it is not read until it has written more.
     *
     * @param follows whether it is still a standby
     */
    private record State(boolean follows, int timeline, long replayed) {

        boolean has(LogPosition position) {
            return follows && position.timeline() == timeline && position.offset() <= replayed;
        }
    }

    private static final String ASK = "SELECT pg_is_in_recovery(),"
            + " greatest((SELECT timeline_id FROM pg_control_checkpoint()),"
            + " (SELECT min_recovery_end_timeline FROM pg_control_recovery()),"
            + " (SELECT received_tli FROM pg_stat_wal_receiver)),"
            + " coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)";

    /** Of a statement that waits for what the standby applies; the primary is not in its way. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(100);

    /** After this time it is asked again, whether it is still a standby. */
    private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();

    /** Who is asked how far he is, and says nothing for so long, is given up. The bound of the driver is for statements that have work to do. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** For so long nobody waits for a standby that has let somebody wait in vain. */
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    /** A standby on a network of its own is some tenths of a millisecond behind. */
    private static final long SHORTEST_PAUSE_NANOS = 200_000;

    private static final long LONGEST_PAUSE_NANOS = 8_000_000;

    private final StandbyConnections connections;
    private final ConnectionExecutor executor;
    private final SingleOperations singles;
    private final RecordOperations reads;
    private final SharedQuestion<State> question;
    private final Optional<LogPosition> floor;
    private volatile State known;
    private volatile long askedNanos;
    private volatile long waitAgainNanos = System.nanoTime();
    private volatile long readAgainNanos = System.nanoTime();
    private volatile boolean promoted;

    /**
     * Creates it, and asks how far it is.
     *
     * @param connections closed with it
     * @param lanes how many statements for reads of single documents there may be at once
     * @param floor what every read has to show, because an earlier one on another standby may have shown it
     * @throws dev.storageport.StorageException if it does not say how far it is
     */
    Standby(
            StandbyConnections connections,
            SessionSettings settings,
            int lanes,
            Supplier<Map<String, CollectionSql>> collections,
            Optional<LogPosition> floor) {
        this.connections = connections;
        this.floor = floor;
        this.executor = new ConnectionExecutor(
                connections,
                settings,
                true,
                new Errors(Map::of, settings.statementTimeout()),
                (connection, forSchema, place) -> Optional.empty(),
                LOCK_WAIT);
        SingleStatements statements = new SingleStatements(executor, collections);
        int poolSize = connections.status().orElseThrow().capacity();
        this.singles = lanes == 0
                ? statements
                : new Combining(
                        statements,
                        Combining.Bounds.of(lanes, poolSize, StandbyConnections.LONGEST_WAIT),
                        Path.BY_LANE,
                        () -> connections.status().map(Pool::text).orElse(""),
                        connections.events());
        this.reads = new Resting(new Reads(executor, singles, collections));
        this.question = new SharedQuestion<>(
                "how far " + connections.where() + " is", StandbyConnections.LONGEST_WAIT, this::ask);
        this.known = ask();
    }

    String where() {
        return connections.where();
    }

    /** Returns whether it is of no use any more: a connection was lost, or it is a primary now. */
    boolean isOver() {
        return promoted || connections.isLost();
    }

    /** Returns whether it is to be left alone for a moment, because something stood in the way of a read. */
    boolean isResting() {
        return System.nanoTime() - readAgainNanos < 0;
    }

    RecordOperations reads() {
        return reads;
    }

    /** Waits until it has come to a position; returns whether it has. */
    boolean reaches(LogPosition atLeast, Duration atMost) {
        LogPosition required = floor.map(atLeast::latest).orElse(atLeast);
        long begun = System.nanoTime();
        if (known.has(required) && begun - askedNanos < BELIEVED_NANOS) {
            return true;
        }
        long bound = begun - waitAgainNanos < 0 ? 0 : atMost.toNanos();
        for (long pause = SHORTEST_PAUSE_NANOS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            State found = resting(question::answer);
            if (found.has(required)) {
                return true;
            }
            if (!found.follows() || found.timeline() != required.timeline()) {
                return false; // waiting changes nothing, or nothing soon
            }
            if (System.nanoTime() - begun + pause > bound) {
                waitAgainNanos = bound == 0 ? waitAgainNanos : System.nanoTime() + REST_NANOS;
                return false;
            }
            pause(pause);
        }
    }

    /** Unlike sleeping, which is for whole milliseconds. */
    private void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException("interrupted while waiting for " + where(), null);
        }
    }

    /** Asks on one thread at a time. */
    private State ask() {
        long now = System.nanoTime();
        State found = executor.byReading(this::state);
        promoted |= !found.follows();
        connections.shows(found.replayed());
        known = found;
        askedNanos = now;
        return found;
    }

    private State state(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis()); // the pool takes it back
            try (ResultSet row = statement.executeQuery(ASK)) {
                row.next();
                return new State(row.getBoolean(1), row.getInt(2), row.getLong(3));
            }
        } catch (SQLException error) {
            throw executor.errors().of(error, new Errors.Attempt("how far " + where() + " is", null, false));
        }
    }

    /** Has the standby rest when somebody came too late: others would too. */
    private <R> R resting(Supplier<R> asked) {
        try {
            return asked.get();
        } catch (StorageTimeoutException late) {
            readAgainNanos = System.nanoTime() + REST_NANOS;
            throw late;
        }
    }

    /** Reads that come too late while something that the standby applies is in their way, or all connections are taken. */
    private final class Resting extends ForwardingOperations {

        private final RecordOperations operations;

        Resting(RecordOperations operations) {
            this.operations = operations;
        }

        @Override
        protected <R> R forward(Function<RecordOperations, R> operation) {
            return resting(() -> operation.apply(operations));
        }
    }

    @Override
    public void close() {
        question.close();
        singles.close();
        executor.close();
    }
}
