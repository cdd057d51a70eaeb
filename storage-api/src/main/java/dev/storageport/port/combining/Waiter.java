// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A caller in a {@link Combiner}.
 *
 * <pre>
 *   queued --its turn--> leads ------------------> ended
 *     | ^ \--------in another's batch--> joined --/
 *     |  \---the leader was interrupted----/
 *     \--withdrawn: forgotten, or refused: ended
 * </pre>
 *
 * Steps out of and into {@code queued} are taken under the combiner's lock.
 */
final class Waiter<Q, R> {

    private enum State {
        QUEUED,
        JOINED,
        LEADS,
        ENDED
    }

    private final @Nullable Q request;
    private final @Nullable Object conflictKey;
    private final Thread thread = Thread.currentThread();
    private volatile State state = State.QUEUED;
    private Combiner.@Nullable Outcome<R> outcome;
    private @Nullable Throwable failure;

    /** Creates the waiter of the current thread, for a permit if there is no request. */
    Waiter(@Nullable Q request, @Nullable Object conflictKey) {
        this.request = request;
        this.conflictKey = conflictKey;
    }

    boolean hasRequest() {
        return request != null;
    }

    Q request() {
        if (request == null) {
            throw new IllegalStateException("a waiter for a permit has no request");
        }
        return request;
    }

    @Nullable
    Object conflictKey() {
        return conflictKey;
    }

    boolean waits() {
        State now = state;
        return now == State.QUEUED || now == State.JOINED;
    }

    boolean isQueued() {
        return state == State.QUEUED;
    }

    boolean leads() {
        return state == State.LEADS;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    void queue() {
        state = State.QUEUED;
    }

    void join() {
        state = State.JOINED;
    }

    void lead() {
        state = State.LEADS;
    }

    void end(Combiner.Outcome<R> how) {
        outcome = how;
        state = State.ENDED;
    }

    void fail(Throwable thrown) {
        failure = thrown;
        state = State.ENDED;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /** Throws the failure of a waiter that ended without a permit. */
    void failIfEnded() {
        if (ended()) {
            result();
        }
    }

    /** Returns the result of a waiter that has ended, or throws its failure. */
    R result() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (outcome instanceof Combiner.Outcome.Failure<R> failed) {
            throw failed.failure();
        }
        if (outcome instanceof Combiner.Outcome.Value<R> value) {
            return value.value();
        }
        throw new IllegalStateException("the waiter has not ended");
    }
}
