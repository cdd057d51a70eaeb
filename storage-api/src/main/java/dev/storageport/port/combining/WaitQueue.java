// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageClosedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits in a {@link Combiner}, how many permits are in use, and which conflict keys. A permit is free only if all that wait, wait
 * for their keys; so who gets one at once overtakes nobody who could run.
 *
 * <p>What takes a permit may fail, and has taken nothing then. What gives one back, {@link #leave} and {@link #abandon}, allocates nothing
 * and waits for nothing but the monitor, so it cannot stop half-way.
 */
final class WaitQueue<Q, R> {

    /** How many requests are looked at for each place in a batch. */
    private static final int LOOKS = 4;

    /** What one gets who enters. */
    enum Entry {
        PERMIT,
        PLACE,
        FULL
    }

    private final Combiner.Bounds bounds;
    private final Combiner.Work<Q, R> work;

    // The monitor guards what follows, and the steps of a waiter out of waiting and into it. It is no lock, which may
    // have to allocate to be taken.
    private final WaiterList<Q, R> waiting = new WaiterList<>();

    /** Who has a permit, the one who got it first before the others. */
    private final WaiterList<Q, R> permitted = new WaiterList<>();

    private final Set<Object> conflicting = new HashSet<>();
    private boolean closed;

    WaitQueue(Combiner.Bounds bounds, Combiner.Work<Q, R> work) {
        this.bounds = bounds;
        this.work = work;
    }

    synchronized Entry enter(String what, Waiter<Q, R> waiter) {
        checkOpen(what);
        if (hasFreePermit() && isFree(waiter)) {
            mark(waiter);
            permit(waiter);
            return Entry.PERMIT;
        }
        if (waiting.size() == bounds.waiting()) {
            return Entry.FULL;
        }
        waiting.addLast(waiter);
        return Entry.PLACE;
    }

    /** Returns whether the waiter has a permit now; it does not wait, and overtakes nobody. */
    synchronized boolean enterIfFree(String what, Waiter<Q, R> waiter) {
        checkOpen(what);
        boolean free = hasFreePermit() && waiting.size() == 0;
        if (free) {
            mark(waiter);
            permit(waiter);
        }
        return free;
    }

    private void checkOpen(String what) {
        if (closed) {
            throw new StorageClosedException(what + ": the storage is closed");
        }
    }

    private boolean hasFreePermit() {
        return permitted.size() < bounds.permits();
    }

    private boolean isFree(Waiter<Q, R> waiter) {
        return waiter.conflictKey() == null || !conflicting.contains(waiter.conflictKey());
    }

    private void permit(Waiter<Q, R> waiter) {
        waiter.permittedAt = System.nanoTime();
        permitted.addLast(waiter);
    }

    private void mark(Waiter<Q, R> waiter) {
        Object key = waiter.conflictKey();
        if (key == null) {
            return;
        }
        try {
            conflicting.add(key);
        } catch (Throwable notAdded) { // or added already, when the table could not grow
            conflicting.remove(key);
            throw notAdded;
        }
    }

    private void unmark(Waiter<Q, R> waiter) {
        if (waiter.conflictKey() != null) {
            conflicting.remove(waiter.conflictKey());
        }
    }

    /** Returns whether the waiter was still without a permit, and waits no more. */
    synchronized boolean withdraw(Waiter<Q, R> waiter) {
        return waiting.remove(waiter);
    }

    /**
     * Adds what runs now to an empty batch: the request of the waiter that leads, and of those that wait what goes together with it. If this
     * fails, the batch has those that it has taken until then.
     */
    synchronized void fill(List<Waiter<Q, R>> batch, Waiter<Q, R> first) {
        batch.add(first);
        Set<Object> passedKeys = new HashSet<>();
        Waiter<Q, R> next = waiting.first();
        for (int looks = LOOKS * bounds.batch(); next != null && looks > 0 && batch.size() < bounds.batch(); looks--) {
            Waiter<Q, R> behind = next.next;
            Object conflictKey = next.conflictKey();
            if (isFree(next)
                    && (conflictKey == null || !passedKeys.contains(conflictKey))
                    && canShareBatch(first, next)) {
                join(batch, next);
            } else if (conflictKey != null) {
                passedKeys.add(conflictKey);
            }
            next = behind;
        }
    }

    private void join(List<Waiter<Q, R>> batch, Waiter<Q, R> waiter) {
        batch.add(waiter);
        try {
            mark(waiter);
        } catch (Throwable notMarked) {
            batch.remove(batch.size() - 1);
            throw notMarked;
        }
        waiting.remove(waiter);
        waiter.join();
    }

    private boolean canShareBatch(Waiter<Q, R> first, Waiter<Q, R> next) {
        return next.hasRequest() && work.canShareBatch(first.request(), next.request());
    }

    /**
     * Gives the permit of a waiter up, once, and sees to it that nobody of its batch waits for it any more.
     *
     * @param batch those that it ran, or has begun to gather, with itself as the first; may be empty
     * @param again whether those that have not ended wait for their next turn; if not they end with the failure
     * @param failure what the waiter met
     * @return who got a permit, and those {@linkplain Waiter#alsoPromoted at the same time}
     */
    synchronized @Nullable Waiter<Q, R> leave(
            Waiter<Q, R> first, List<Waiter<Q, R>> batch, boolean again, @Nullable Throwable failure) {
        if (!permitted.remove(first)) {
            return null;
        }
        unmark(first);
        Waiter<Q, R> before = null;
        for (int i = 1; i < batch.size(); i++) {
            Waiter<Q, R> waiter = batch.get(i);
            unmark(waiter);
            if (!waiter.ended()) {
                if (!again) {
                    waiter.fail(failure, false);
                } else if (closed) {
                    waiter.refuse();
                } else {
                    waiting.addAfter(before, waiter);
                    waiter.queue();
                    before = waiter;
                }
            }
        }
        return promoted();
    }

    /**
     * Gives free permits to those that wait. What is left of a failure on the way is made up for by those that wait, who call this too when
     * they have waited for a while.
     */
    synchronized @Nullable Waiter<Q, R> promoted() {
        Waiter<Q, R> promoted = null;
        Waiter<Q, R> next = waiting.first();
        while (next != null && hasFreePermit()) {
            Waiter<Q, R> behind = next.next;
            if (isFree(next)) {
                try {
                    mark(next);
                } catch (OutOfMemoryError later) {
                    return promoted;
                }
                waiting.remove(next);
                permit(next);
                next.alsoPromoted = promoted;
                next.lead();
                promoted = next;
            }
            next = behind;
        }
        return promoted;
    }

    /** Sees to it that a waiter neither waits nor has a permit, whatever its caller has run into. Returns who got one. */
    synchronized @Nullable Waiter<Q, R> abandon(Waiter<Q, R> waiter) {
        return waiting.remove(waiter) ? null : leave(waiter, List.of(), false, null);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int running() {
        return permitted.size();
    }

    /** Returns for how many nanoseconds the oldest permit has been in use; zero if none is. */
    synchronized long oldest() {
        Waiter<Q, R> first = permitted.first();
        return first == null ? 0 : System.nanoTime() - first.permittedAt;
    }

    synchronized void close() {
        closed = true;
        for (Waiter<Q, R> waiter = waiting.first(); waiter != null; waiter = waiting.first()) {
            waiting.remove(waiter);
            waiter.refuse();
            waiter.wake();
        }
    }
}
