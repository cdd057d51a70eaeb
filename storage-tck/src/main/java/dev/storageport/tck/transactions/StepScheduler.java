// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets sessions do numbered steps in the order of their numbers, as far as the backend lets them. A step is over when its session comes to its next
 * one. Where nothing moves for a moment, because the session whose turn it is waits for the one that is to come later, the lowest step goes on
 * out of turn; so does all that its session does next, until another one moves.
 *
 * <pre>
 *   T1   1 |put x|                 3 |put y, commit|
 *   T2               2 |get x ......waits for T1 ......|   4 |get y|
 * </pre>
 */
final class StepScheduler {

    /** How long nothing moves before somebody is taken to be held up. Too short on a busy machine makes a test weaker, not wrong. */
    private static final long HELD_UP_MILLIS = 60;

    private final Set<Integer> begun = new HashSet<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final TreeMap<Integer, String> waiting = new TreeMap<>();
    private @Nullable String outOfTurn;
    private long moves;

    /** Waits until the session may begin the step; a step that it begins again, because it is repeated, may at once. */
    synchronized void begin(String session, int step) throws InterruptedException {
        underWay.remove(session);
        if (begun.contains(step)) {
            return;
        }
        if (!session.equals(outOfTurn)) {
            outOfTurn = null;
        }
        moved();
        waiting.put(step, session);
        long seen = moves;
        long since = System.nanoTime();
        while (!mayBegin(session, step)) {
            TimeUnit.MILLISECONDS.timedWait(this, HELD_UP_MILLIS / 4 + 1);
            if (moves != seen) {
                seen = moves;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(HELD_UP_MILLIS)
                    && waiting.firstKey() == step) {
                outOfTurn = session;
            }
        }
        waiting.remove(step);
        begun.add(step);
        underWay.put(session, step);
        moved();
    }

    private boolean mayBegin(String session, int step) {
        boolean allBefore = true;
        for (int i = 1; i < step; i++) {
            allBefore &= begun.contains(i) && !underWay.containsValue(i);
        }
        return allBefore || session.equals(outOfTurn);
    }

    /** Ends the step that the session is in. */
    synchronized void end(String session) {
        underWay.remove(session);
        outOfTurn = null;
        moved();
    }

    private void moved() {
        moves++;
        notifyAll();
    }
}
