// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

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
 * Who waits in a {@link Combiner}, how many lanes are in use, and what is claimed. A lane is free only if all that wait, wait for claims; so
 * who gets one at once overtakes nobody who could run.
 */
final class CombinerQueue<Q, R> {

    /** How many requests are looked at for each place in a batch. */
    private static final int LOOKS = 4;

    /** What one gets who enters. */
    enum Entry {
        LANE,
        PLACE,
        FULL
    }

    private final Combiner.Bounds bounds;
    private final Combiner.Work<Q, R> work;

    /** Guards what follows, and the steps of a turn out of waiting and into it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<CombinerTurn<Q, R>> waiting = new ArrayDeque<>();
    private final Set<Object> claimed = new HashSet<>();
    private int running;
    private boolean closed;

    CombinerQueue(Combiner.Bounds bounds, Combiner.Work<Q, R> work) {
        this.bounds = bounds;
        this.work = work;
    }

    Entry enter(String what, CombinerTurn<Q, R> turn) {
        lock.lock();
        try {
            checkOpen(what);
            if (running < bounds.lanes() && isFree(turn)) {
                begin(turn);
                return Entry.LANE;
            }
            if (waiting.size() == bounds.waiting()) {
                return Entry.FULL;
            }
            waiting.add(turn);
            return Entry.PLACE;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the turn has a lane now; it does not wait, and overtakes nobody. */
    boolean enterIfFree(String what, CombinerTurn<Q, R> turn) {
        lock.lock();
        try {
            checkOpen(what);
            boolean free = running < bounds.lanes() && waiting.isEmpty();
            if (free) {
                begin(turn);
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

    private boolean isFree(CombinerTurn<Q, R> turn) {
        return turn.claim() == null || !claimed.contains(turn.claim());
    }

    private void begin(CombinerTurn<Q, R> turn) {
        running++;
        claim(turn);
    }

    private void claim(CombinerTurn<Q, R> turn) {
        if (turn.claim() != null) {
            claimed.add(turn.claim());
        }
    }

    /** Returns whether the turn was still waiting for a lane, and waits no more. */
    boolean withdraw(CombinerTurn<Q, R> turn) {
        lock.lock();
        try {
            return waiting.remove(turn);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what runs now: the request of the turn, and of those that wait what goes together with it. */
    List<CombinerTurn<Q, R>> batch(CombinerTurn<Q, R> first) {
        List<CombinerTurn<Q, R>> batch = new ArrayList<>();
        batch.add(first);
        lock.lock();
        try {
            List<CombinerTurn<Q, R>> passed = new ArrayList<>();
            Set<Object> passedClaims = new HashSet<>();
            for (int looks = LOOKS * bounds.batch(); looks > 0 && batch.size() < bounds.batch(); looks--) {
                CombinerTurn<Q, R> next = waiting.poll();
                if (next == null) {
                    break;
                }
                Object claim = next.claim();
                if (isFree(next) && (claim == null || !passedClaims.contains(claim)) && together(first, next)) {
                    claim(next);
                    next.join();
                    batch.add(next);
                } else {
                    passed.add(next);
                    if (claim != null) {
                        passedClaims.add(claim);
                    }
                }
            }
            putBack(passed);
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private boolean together(CombinerTurn<Q, R> first, CombinerTurn<Q, R> next) {
        return next.hasRequest() && work.together(first.request(), next.request());
    }

    private void putBack(List<CombinerTurn<Q, R>> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            waiting.addFirst(turns.get(i));
        }
    }

    /** Gives a lane up and returns who got one. */
    List<CombinerTurn<Q, R>> leave(List<CombinerTurn<Q, R>> batch, List<CombinerTurn<Q, R>> again) {
        lock.lock();
        try {
            running--;
            for (CombinerTurn<Q, R> turn : batch) {
                if (turn.claim() != null) {
                    claimed.remove(turn.claim());
                }
            }
            again.forEach(CombinerTurn::queue);
            putBack(again);
            if (closed) {
                refuseWaiting();
            }
            return promoted();
        } finally {
            lock.unlock();
        }
    }

    private List<CombinerTurn<Q, R>> promoted() {
        List<CombinerTurn<Q, R>> promoted = new ArrayList<>(bounds.lanes());
        Iterator<CombinerTurn<Q, R>> turns = waiting.iterator();
        while (running < bounds.lanes() && turns.hasNext()) {
            CombinerTurn<Q, R> turn = turns.next();
            if (isFree(turn)) {
                turns.remove();
                begin(turn);
                turn.lead();
                promoted.add(turn);
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
        for (CombinerTurn<Q, R> turn = waiting.poll(); turn != null; turn = waiting.poll()) {
            turn.fail(new StorageClosedException("the storage was closed while the operation waited for its turn"));
            turn.wake();
        }
    }
}
