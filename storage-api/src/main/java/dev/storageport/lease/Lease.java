// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.lease;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.DocumentCollection;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.port.Quoted;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name that this process holds until the lease ends: given back, or at {@link #until()} if the process does not come to that. Nobody is
 * told when it ends by itself, so whoever works for long {@linkplain #renew() renews} it, and stops when that is refused. Any number of
 * threads may use it.
 *
 * <p>A lease saves work; it does not protect data. A holder that sleeps through its end, or whose clock is behind, may still work when
 * another has begun: what it writes has to be conditional, as by {@link DocumentCollection#replaceIf}.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final DocumentCollection<JsonNode> leases;
    private final String key;
    private final LeaseTerms terms;

    /** Held for a call of the database, which a lock of a monitor would keep the carrier of a virtual thread for. */
    private final ReentrantLock lock = new ReentrantLock();

    private long revision;
    private volatile Instant until;
    private boolean givenBack;

    Lease(DocumentCollection<JsonNode> leases, Stored<JsonNode> stored, LeaseTerms terms, Instant until) {
        this.leases = leases;
        this.key = stored.key();
        this.terms = terms;
        this.revision = stored.revision();
        this.until = until;
    }

    /** Returns the name that is held. */
    public String name() {
        return terms.name();
    }

    /** Returns when the lease ends by itself, by the clock of the storage; moved by {@link #renew()}. */
    public Instant until() {
        return until;
    }

    /**
     * Lets the lease last its whole duration from now on, also when it has ended meanwhile and nobody has taken it.
     *
     * @return whether it is still held; {@code false} if it was given back or another holds it now
     * @throws StorageException as {@link DocumentCollection#replaceIf}; if the outcome is unknown, the next call may return
     *     {@code false} although nobody else holds it
     */
    public boolean renew() {
        lock.lock();
        try {
            if (givenBack) {
                return false;
            }
            Instant end = terms.end();
            Optional<Stored<JsonNode>> renewed = leases.replaceIf(key, revision, terms.body(end));
            if (renewed.isPresent()) {
                revision = renewed.get().revision();
                until = end;
            }
            return renewed.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the lease back, so that others can have the name at once. A lease that another holds by now is left to it.
     *
     * @return whether it was held until now; {@code false} if it was given back before or another holds it
     * @throws StorageException as {@link DocumentCollection#deleteIf}; the lease then ends at {@link #until()}, unless this is called again
     */
    public boolean release() {
        lock.lock();
        try {
            if (givenBack) {
                return false;
            }
            boolean held = leases.deleteIf(key, revision);
            givenBack = true;
            return held;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the lease back as {@link #release()} does, also on a thread that is interrupted, which stays so. Throws nothing, because what was
     * done under the lease is done: a lease that cannot be given back is logged, and ends at {@link #until()}. Safe to call twice.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // or the storage would refuse the call
        try {
            release();
        } catch (StorageException failed) {
            LOG.warn(
                    "lease {}: could not be given back, and ends by itself at {}",
                    Quoted.text(name()),
                    until,
                    failed.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the name and the end. */
    @Override
    public String toString() {
        return "Lease[" + name() + " until " + until + "]";
    }
}
