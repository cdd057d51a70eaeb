// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageClosedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits in a {@link Combiner}, how many permits are in use, and which conflict keys. A permit is free only if all that wait, wait
 * for their keys; so who gets one at once overtakes nobody who could run.
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

    /** Guards what follows, and the steps of a waiter out of waiting and into it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Waiter<Q, R>> waiting = new ArrayDeque<>();
    private final Set<Object> conflicting = new HashSet<>();
    private int running;
    private boolean closed;

    WaitQueue(Combiner.Bounds bounds, Combiner.Work<Q, R> work) {
        this.bounds = bounds;
        this.work = work;
    }

    Entry enter(String what, Waiter<Q, R> waiter) {
        lock.lock();
        try {
            checkOpen(what);
            if (running < bounds.permits() && isFree(waiter)) {
                begin(waiter);
                return Entry.PERMIT;
            }
            if (waiting.size() == bounds.waiting()) {
                return Entry.FULL;
            }
            waiting.add(waiter);
            return Entry.PLACE;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the waiter has a permit now; it does not wait, and overtakes nobody. */
    boolean enterIfFree(String what, Waiter<Q, R> waiter) {
        lock.lock();
        try {
            checkOpen(what);
            boolean free = running < bounds.permits() && waiting.isEmpty();
            if (free) {
                begin(waiter);
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen(String what) {
        if (closed) {
            throw new StorageClosedException(what + ": the storage is closed");
        }
    }

    private boolean isFree(Waiter<Q, R> waiter) {
        return waiter.conflictKey() == null || !conflicting.contains(waiter.conflictKey());
    }

    private void begin(Waiter<Q, R> waiter) {
        running++;
        markConflicting(waiter);
    }

    private void markConflicting(Waiter<Q, R> waiter) {
        if (waiter.conflictKey() != null) {
            conflicting.add(waiter.conflictKey());
        }
    }

    /** Returns whether the waiter was still without a permit, and waits no more. */
    boolean withdraw(Waiter<Q, R> waiter) {
        lock.lock();
        try {
            return waiting.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what runs now: the request of the waiter, and of those that wait what goes together with it. */
    List<Waiter<Q, R>> batch(Waiter<Q, R> first) {
        List<Waiter<Q, R>> batch = new ArrayList<>();
        batch.add(first);
        lock.lock();
        try {
            List<Waiter<Q, R>> passed = new ArrayList<>();
            Set<Object> passedKeys = new HashSet<>();
            for (int looks = LOOKS * bounds.batch(); looks > 0 && batch.size() < bounds.batch(); looks--) {
                Waiter<Q, R> next = waiting.poll();
                if (next == null) {
                    break;
                }
                Object conflictKey = next.conflictKey();
                if (isFree(next)
                        && (conflictKey == null || !passedKeys.contains(conflictKey))
                        && canShareBatch(first, next)) {
                    markConflicting(next);
                    next.join();
                    batch.add(next);
                } else {
                    passed.add(next);
                    if (conflictKey != null) {
                        passedKeys.add(conflictKey);
                    }
                }
            }
            putBack(passed);
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private boolean canShareBatch(Waiter<Q, R> first, Waiter<Q, R> next) {
        return next.hasRequest() && work.canShareBatch(first.request(), next.request());
    }

    private void putBack(List<Waiter<Q, R>> waiters) {
        for (int i = waiters.size() - 1; i >= 0; i--) {
            waiting.addFirst(waiters.get(i));
        }
    }

    /** Gives a permit up and returns who got one. */
    List<Waiter<Q, R>> leave(List<Waiter<Q, R>> batch, List<Waiter<Q, R>> again) {
        lock.lock();
        try {
            running--;
            for (Waiter<Q, R> waiter : batch) {
                if (waiter.conflictKey() != null) {
                    conflicting.remove(waiter.conflictKey());
                }
            }
            again.forEach(Waiter::queue);
            putBack(again);
            if (closed) {
                refuseWaiting();
            }
            return promoted();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter<Q, R>> promoted() {
        List<Waiter<Q, R>> promoted = new ArrayList<>(bounds.permits());
        Iterator<Waiter<Q, R>> waiters = waiting.iterator();
        while (running < bounds.permits() && waiters.hasNext()) {
            Waiter<Q, R> waiter = waiters.next();
            if (isFree(waiter)) {
                waiters.remove();
                begin(waiter);
                waiter.lead();
                promoted.add(waiter);
            }
        }
        return promoted;
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            refuseWaiting();
        } finally {
            lock.unlock();
        }
    }

    private void refuseWaiting() {
        for (Waiter<Q, R> waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
            waiter.fail(new StorageClosedException("the storage was closed while the operation waited for its turn"));
            waiter.wake();
        }
    }
}
