// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.lease;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.port.BoundedKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Lends names, each to one holder at a time, among all that share the database: processes, storages and threads. A holder that crashes
 * keeps a name for the duration of its lease at most. Share one of these for each storage; any number of threads may use it.
 *
 * <pre>
 *   free ── tryAcquire ──► held ── release, or the holder's end comes ──► free
 *                           └ renew ┘
 * </pre>
 *
 * <p>A lease has ended when the clock of the storage reaches its {@link Lease#until()}. So that a holder whose clock is ahead keeps nobody
 * out for ever, it has also ended for a process that has seen it unchanged for its whole duration, by a clock that is never set; for that,
 * the process has to have asked before. A process whose own clock is ahead takes a lease too early, by as much: keep clocks together, and
 * durations well above what they differ by.
 */
public final class Leases {

    /**
     * Where leases are stored; declare it when opening the storage. A lease that nobody gave back stays until its name is lent again,
     * or until retention removes what is older than {@link #LONGEST}.
     */
    public static final CollectionSpec<JsonNode> COLLECTION =
            CollectionSpec.of("leases", JsonNode.class).build();

    /** How short a lease may be: a database that answers late must not eat it up. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /**
     * How long a lease may be: whoever needs more renews it, and a crash is not to be felt for ever. So a lease that was written longer ago
     * has ended.
     */
    public static final Duration LONGEST = Duration.ofDays(1);

    private final DocumentCollection<JsonNode> leases;
    private final InstantSource clock;
    private final WatchedLeases watched;

    private Leases(Storage storage, LongSupplier nanoTime) {
        this.leases = declared(storage);
        this.clock = storage.clock();
        this.watched = new WatchedLeases(nanoTime);
    }

    /**
     * Returns the leases of a storage. No I/O.
     *
     * @throws UsageException if {@link #COLLECTION} was not declared when the storage was opened
     */
    public static Leases of(Storage storage) {
        return of(storage, System::nanoTime);
    }

    static Leases of(Storage storage, LongSupplier nanoTime) {
        return new Leases(storage, nanoTime);
    }

    private static DocumentCollection<JsonNode> declared(Storage storage) {
        try {
            return storage.collection(COLLECTION).reading(ReadPreference.PRIMARY); // who holds one is known there
        } catch (UsageException notDeclared) {
            throw new UsageException(
                    "leases: Leases.COLLECTION is not among the collections that the storage was opened with; declare it there, and none of"
                            + " your own of that name");
        }
    }

    /**
     * Takes a name for a while, unless another holds it; does not wait. One or three calls of the database.
     *
     * @param name any text that is not empty; each holder uses the same
     * @param duration how long the lease lasts if it is neither renewed nor given back; from a millisecond to a day
     * @return the lease, to be closed; empty if another holds the name
     * @throws InvalidValueException if the duration is zero, negative or otherwise out of bounds, or the name is empty or no valid text
     * @throws UsageException if a transaction of the storage is open on this thread
     * @throws StorageException as {@link DocumentCollection#insert}; if the outcome is unknown, the name may be held by nobody until the
     *     lease would have ended
     */
    public Optional<Lease> tryAcquire(String name, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new InvalidValueException("lease duration", "is not from " + SHORTEST + " to " + LONGEST);
        }
        LeaseTerms terms = new LeaseTerms(name, duration, holder(), clock);
        String key = BoundedKey.of(name);
        Optional<Lease> inserted = inserted(key, terms);
        if (inserted.isPresent()) {
            return inserted;
        }
        Optional<Stored<JsonNode>> taken = leases.get(key);
        if (taken.isEmpty()) { // given back just now
            return inserted(key, terms);
        }
        return hasEnded(taken.get()) ? replaced(taken.get(), terms) : Optional.empty();
    }

    private Optional<Lease> inserted(String key, LeaseTerms terms) {
        Instant until = terms.end();
        return leases.insert(key, terms.body(until)).map(stored -> lent(stored, terms, until));
    }

    private Optional<Lease> replaced(Stored<JsonNode> ended, LeaseTerms terms) {
        Instant until = terms.end();
        return leases.replaceIf(ended.key(), ended.revision(), terms.body(until))
                .map(stored -> lent(stored, terms, until));
    }

    private Lease lent(Stored<JsonNode> stored, LeaseTerms terms, Instant until) {
        watched.forget(stored.key());
        return new Lease(leases, stored, terms, until);
    }

    private boolean hasEnded(Stored<JsonNode> lease) {
        return !clock.instant().isBefore(LeaseTerms.until(lease))
                || watched.unchangedFor(LeaseTerms.duration(lease), lease);
    }

    private static String holder() {
        return "process " + ProcessHandle.current().pid() + ", " + UUID.randomUUID();
    }
}
