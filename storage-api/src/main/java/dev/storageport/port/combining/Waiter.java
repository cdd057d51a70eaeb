// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
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
 * Steps out of and into {@code queued} are taken under the combiner's lock. How it ended is noted by whoever ended it, which allocates
 * nothing; exceptions are made of that on the thread of the caller itself.
 */
final class Waiter<Q, R> {

    private enum State {
        QUEUED,
        JOINED,
        LEADS,
        ENDED
    }

    // What follows belongs to the queue and its lists.

    @Nullable
    WaiterList<Q, R> list;

    @Nullable
    Waiter<Q, R> previous;

    @Nullable
    Waiter<Q, R> next;

    /** Who got a permit at the same time. */
    @Nullable
    Waiter<Q, R> alsoPromoted;

    /** When it got its permit, in nanoseconds of the JVM. */
    long permittedAt;

    private final String what;
    private final @Nullable Q request;
    private final @Nullable Object conflictKey;
    private final Thread thread = Thread.currentThread();
    private volatile State state = State.QUEUED;
    private Combiner.@Nullable Outcome<R> outcome;
    private @Nullable Throwable failure;
    private boolean own = true;
    private boolean refused;

    /**
     * Creates the waiter of the current thread.
     *
     * @param what the operation, for messages
     * @param request null for a permit
     */
    Waiter(String what, @Nullable Q request, @Nullable Object conflictKey) {
        this.what = what;
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

    /**
     * Ends without an outcome.
     *
     * @param thrown what the one who led the batch has met; null if nobody knows
     * @param itsOwn whether this is the one who led
     */
    void fail(@Nullable Throwable thrown, boolean itsOwn) {
        failure = thrown;
        own = itsOwn;
        state = State.ENDED;
    }

    /** Ends because the combiner was closed before its turn came. */
    void refuse() {
        refused = true;
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
        if (outcome instanceof Combiner.Outcome.Value<R> value) {
            return value.value();
        }
        if (outcome instanceof Combiner.Outcome.Failure<R> failed) {
            throw failed.failure();
        }
        if (refused) {
            throw new StorageClosedException(what + ": the storage was closed while the operation waited for its turn");
        }
        if (own && failure instanceof Error error) {
            throw error;
        }
        if (own && failure instanceof RuntimeException exception) {
            throw exception;
        }
        throw failure instanceof StorageException known ? known.copy() : lost(failure);
    }

    /** What another one's thread met is no error of this one, which must not hear of a foreign stack or heap as if it were its own. */
    private StorageException lost(@Nullable Throwable met) {
        return new StorageUnavailableException(
                what
                        + ": the thread that ran this operation together with its own failed, so nobody knows whether it was"
                        + " applied; look at what is stored before doing it again",
                true,
                met);
    }
}
