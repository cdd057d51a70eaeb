// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.port.LogPosition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standby that is read, one at a time, and the search for another one when there is none.
 *
 * <pre>
 *   none ──a read wants one──▶ searching, on a thread of its own ──▶ found ──a connection is lost, it was promoted──▶ none
 *            reads go to the primary                            read from
 * </pre>
 *
 * <p>What the next one shows must not be less than what the last one has shown, which nobody knows any more. So the search asks the primary,
 * after the last one was closed, how far its log goes: no standby had shown more.
 */
public final class Standbys implements StandbyReads, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);

    private static final long SHORTEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private final PrimaryLog log;
    private final @Nullable StandbyFinder finder;
    private final AtomicBoolean searching = new AtomicBoolean();
    private final Queue<Standby> left = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Standby current;
    private volatile long searchAgainNanos = System.nanoTime();
    private volatile boolean closed;

    /** Written by the one thread that searches, as the next one is. */
    private volatile long lastPauseNanos = SHORTEST_PAUSE_NANOS / 2;

    /** Whether there was a standby before. */
    private volatile boolean hadOne;

    /**
     * Creates it without a standby.
     *
     * @param finder {@code null} if there are no connections of our own to read one on
     */
    public Standbys(PrimaryLog log, @Nullable StandbyFinder finder) {
        this.log = log;
        this.finder = finder;
    }

    @Override
    public String database() {
        return log.database();
    }

    @Override
    public LogPosition position(Optional<LogPosition> seen) {
        return log.position(seen);
    }

    @Override
    public boolean available() {
        Standby present = present();
        if (present == null) {
            search();
            return false;
        }
        return !present.isResting();
    }

    @Override
    public Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost) {
        if (closed) {
            throw new StorageClosedException("the storage is closed");
        }
        Standby present = present();
        return present != null && present.reaches(atLeast, atMost) ? Optional.of(present.reads()) : Optional.empty();
    }

    private @Nullable Standby present() {
        Standby present = current;
        if (present != null && present.isOver()) {
            leave(present);
            return null;
        }
        return present;
    }

    private synchronized void leave(Standby over) {
        if (current == over) {
            if (!closed) {
                LOG.info(
                        "PostgreSQL: {} is not read any more; reads go to the primary until there is one",
                        over.where());
            }
            left.add(over);
            current = null;
        }
    }

    /** Begins a search on a thread of its own, unless there is one, or there was one just now. */
    private void search() {
        if (finder == null
                || closed
                || System.nanoTime() - searchAgainNanos < 0
                || !searching.compareAndSet(false, true)) {
            return;
        }
        StandbyFinder with = finder;
        Thread thread = new Thread(() -> search(with), "storageport-postgres-standby");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) { // the next read tries again
            searching.set(false);
        }
    }

    private void search(StandbyFinder with) {
        long pause = Math.min(LONGEST_PAUSE_NANOS, 2 * lastPauseNanos);
        try {
            closeLeft();
            if (found(with)) {
                pause = SHORTEST_PAUSE_NANOS;
            }
        } catch (StorageException unanswered) {
            LOG.debug("no search for a standby now", unanswered);
        } catch (RuntimeException unforeseen) { // the next search may go better
            LOG.warn("PostgreSQL: the search for a standby failed; reads go to the primary", unforeseen);
        } finally {
            lastPauseNanos = pause;
            searchAgainNanos = System.nanoTime() + pause;
            searching.set(false);
        }
    }

    private boolean found(StandbyFinder with) {
        LogPosition end = log.position(Optional.empty()); // also the first time: who is not told needs no standby
        Optional<Standby> found = with.find(log.database(), hadOne ? Optional.of(end) : Optional.empty());
        found.ifPresent(standby -> {
            hadOne = true;
            current = standby;
            LOG.info("PostgreSQL: reads that prefer a standby go to {}", standby.where());
        });
        if (closed) {
            closeAll();
        }
        return found.isPresent();
    }

    private void closeLeft() {
        for (Standby over = left.poll(); over != null; over = left.poll()) {
            over.close();
        }
    }

    private void closeAll() {
        Standby present = current;
        if (present != null) {
            leave(present);
        }
        closeLeft();
    }

    @Override
    public void close() {
        closed = true;
        log.close();
        closeAll();
    }
}
