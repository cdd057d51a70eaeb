// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.StorageTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers that are in the hands of somebody who may never ask again: streams, and transactions that read. Each is taken away when its
 * time is over, whether anybody asks or not, because the log of writes cannot shrink while one looks at it.
 */
final class HeldReaders {

    private static final Logger LOG = LoggerFactory.getLogger(HeldReaders.class);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

    private final Duration bound;
    private final Upkeep upkeep;
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    HeldReaders(Duration bound, Upkeep upkeep) {
        this.bound = bound;
        this.upkeep = upkeep;
    }

    /** What the time of a reader is counted from. */
    enum Clock {
        /** From the moment it was taken. */
        OPENED,
        /** From the last use. */
        USED
    }

    /**
     * Begins to watch over a reader.
     *
     * @param what what holds it, for messages
     * @param giveBack gives it back; run once
     */
    Held hold(String what, Clock clock, Runnable giveBack) {
        Held reader = new Held(what, clock, giveBack);
        held.add(reader);
        tick();
        return reader;
    }

    private void tick() {
        if (ticking.compareAndSet(false, true)) {
            Duration part = bound.dividedBy(8).plusMillis(1);
            upkeep.after(part.compareTo(LONGEST_TICK) < 0 ? part : LONGEST_TICK, this::look);
        }
    }

    private void look() {
        ticking.set(false);
        long now = System.nanoTime();
        held.forEach(reader -> reader.takeAwayIfDue(now));
        if (!held.isEmpty()) {
            tick();
        }
    }

    /** A reader that is held. The lock keeps its holder and the one who takes it away apart. */
    final class Held implements AutoCloseable {

        private final String what;
        private final Clock clock;
        private final Runnable giveBack;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile long since = System.nanoTime();
        private boolean ended;
        private boolean takenAway;

        private Held(String what, Clock clock, Runnable giveBack) {
            this.what = what;
            this.clock = clock;
            this.giveBack = giveBack;
        }

        /**
         * Uses the reader.
         *
         * @throws StorageTimeoutException if it was taken away
         */
        <R> R use(Supplier<R> work) {
            lock.lock();
            try {
                if (takenAway) {
                    throw new StorageTimeoutException(
                            what + " held a reader for longer than streamTimeout, which is " + bound
                                    + ", and lost it; read faster, close earlier, or set a longer one",
                            null);
                }
                return work.get();
            } finally {
                if (clock == Clock.USED) {
                    since = System.nanoTime();
                }
                lock.unlock();
            }
        }

        private void takeAwayIfDue(long now) {
            if (now - since < bound.toNanos() || !lock.tryLock()) { // in use: the next time
                return;
            }
            try {
                if (!ended && now - since >= bound.toNanos()) {
                    takenAway = true;
                    end();
                    LOG.warn("{} held a reader for longer than streamTimeout, which is {}, and lost it", what, bound);
                }
            } finally {
                lock.unlock();
            }
        }

        /** Gives the reader back. Safe to call twice, and after it was taken away. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!ended) {
                    end();
                }
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            ended = true;
            held.remove(this);
            giveBack.run();
        }
    }
}
