// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.LogStatus;
import dev.storageport.port.PortEvents;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log of writes in bounds. SQLite's own checkpoints bring the log into the file, but begin it anew only at a moment when nobody
 * reads from it, and with readers that overlap there is none. So when the log is beyond its limit, such a moment is made:
 *
 * <pre>
 *   readers   |--- held back -----------------|   at most a second, after those under way have ended
 *   under way ------|
 *   writer    ------------------| checkpoint |--   waits too if the log comes near to twice its limit
 * </pre>
 *
 * Readers that do not end in that time are let be, and the next try waits for their end. Readers of other processes are only seen by the
 * checkpoint itself, which then gives up after the writer's short time-out for locks.
 */
final class LogLimit {

    private static final Logger LOG = LoggerFactory.getLogger(LogLimit.class);

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE_FOR_OTHERS_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private final String database;
    private final Path log;
    private final long limit;
    private final ReaderPool readers;
    private final WriterConnection writer;
    private final Upkeep upkeep;
    private final PortEvents events;

    private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

    /** Those who were in the way of the last attempt. */
    private volatile List<ReaderPool.Lease> inTheWay = List.of();

    private volatile long notBefore = System.nanoTime();
    private volatile long looked = System.nanoTime();

    /** One try to begin the log anew. */
    private static final class Attempt {

        private final long end = System.nanoTime() + LONGEST_HOLD.toNanos();
        private final CountDownLatch noReaders = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile boolean succeeded;
    }

    LogLimit(Database database, ReaderPool readers, WriterConnection writer, Upkeep upkeep) {
        this.database = database.name();
        events = database.events();
        log = database.log();
        limit = database.options().logLimit();
        this.readers = readers;
        this.writer = writer;
        this.upkeep = upkeep;
    }

    /** Returns how long the log is. */
    long bytes() {
        try {
            return Files.size(log);
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    LogStatus status() {
        return new LogStatus(bytes(), readers.oldest());
    }

    /** Returns what weakens a promise; empty if nothing does. */
    List<String> warnings() {
        long bytes = bytes();
        if (bytes <= 2 * limit) {
            return List.of();
        }
        List<String> who = readers.lent().stream()
                .map(ReaderPool.Lease::place)
                .distinct()
                .sorted()
                .toList();
        return List.of(
                "the log of writes has " + bytes + " bytes, beyond twice logLimit, which is " + limit + "; readers: "
                        + (who.isEmpty() ? "none of this storage, so another process reads" : String.join(", ", who))
                        + "; end what reads for long");
    }

    /** Is called by each user of the writer when it has done, on its connection, which is in no transaction. */
    void used(DatabaseConnection connection) throws SQLException {
        Attempt present = attempt.get();
        if (present == null) {
            long now = System.nanoTime();
            if (now - looked < LOOK_NANOS) {
                return;
            }
            looked = now;
            if (now - notBefore < 0 || bytes() <= limit || inTheWay.stream().anyMatch(ReaderPool.Lease::lasts)) {
                return;
            }
            present = begin();
        }
        if (present != null && (present.noReaders.getCount() == 0 || (isPressing() && noReaders(present)))) {
            checkpoint(present, connection);
        }
    }

    private @Nullable Attempt begin() {
        Attempt begun = new Attempt();
        if (!attempt.compareAndSet(null, begun)) {
            return attempt.get();
        }
        boolean planned = false;
        try {
            readers.holdBack();
            planned = upkeep.after(Duration.ZERO, () -> conclude(begun));
        } finally {
            if (!planned) { // closed, or no thread is to be had: nobody may be left waiting
                attempt.set(null);
                readers.letIn();
            }
        }
        return planned ? begun : null;
    }

    /** Waits for the readers, lets the writer do its part, and lets readers in again, whatever came of it. */
    private void conclude(Attempt present) {
        try {
            if (readers.awaitNoneLent(present.end)) {
                present.noReaders.countDown();
                if (!writer.tryUse(database, connection -> {})) { // who uses it does it, at the end of that
                    await(present.over, present.end);
                }
                inTheWay = List.of();
            } else {
                inTheWay = readers.lent();
                LOG.debug("{}: readers are in the way of a checkpoint: {}", database, inTheWay.size());
            }
        } finally {
            if (!present.succeeded) {
                notBefore = System.nanoTime() + (inTheWay.isEmpty() ? PAUSE_FOR_OTHERS_NANOS : PAUSE_NANOS);
            }
            attempt.set(null);
            readers.letIn();
            present.noReaders.countDown();
            present.over.countDown();
        }
    }

    private boolean isPressing() {
        return bytes() > limit / 4 * 7;
    }

    /** Waits as the writer until the readers have ended or are let be; returns whether they have ended. */
    private boolean noReaders(Attempt present) {
        return await(present.noReaders, present.end) && attempt.get() == present;
    }

    private static boolean await(CountDownLatch latch, long end) {
        boolean interrupted = Thread.interrupted();
        try {
            return latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void checkpoint(Attempt present, DatabaseConnection connection) throws SQLException {
        if (!present.taken.compareAndSet(false, true)) {
            return;
        }
        long logBytes = bytes();
        long begun = System.nanoTime();
        try (ResultSet result = connection.statement(Sql.CHECKPOINT).executeQuery()) {
            present.succeeded = result.next() && result.getInt(1) == 0;
            if (!present.succeeded) {
                LOG.debug("{}: another process reads and is in the way of a checkpoint", database);
            }
        } finally {
            present.over.countDown();
            events.checkpointed(present.succeeded, logBytes, begun);
        }
    }

    /** Brings the log into the file now, if readers let it; returns whether they did. */
    boolean checkpoint() {
        Attempt begun = new Attempt();
        if (!attempt.compareAndSet(null, begun)) {
            return false; // one is under way, which does the same
        }
        readers.holdBack();
        conclude(begun);
        return begun.succeeded;
    }
}
