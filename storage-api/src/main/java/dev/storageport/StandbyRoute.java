// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StandbyReadEnded.End;
import dev.storageport.port.LogPosition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StandbyReads;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way of a read to a standby, as far as it goes. What does not come back with an answer goes to the primary. */
final class StandbyRoute {

    private final String backend;
    private final @Nullable StandbyReads standby;
    private final SeenPosition seen;
    private final Duration wait;
    private final Listeners listeners;

    /**
     * Creates the route.
     *
     * @param standby {@code null} if the backend has no standbys
     */
    StandbyRoute(
            String backend, @Nullable StandbyReads standby, SeenPosition seen, Duration wait, Listeners listeners) {
        this.backend = backend;
        this.standby = standby;
        this.seen = seen;
        this.wait = wait;
        this.listeners = listeners;
    }

    /**
     * Reads on a standby.
     *
     * @return empty if the read is to go to the primary
     * @throws StorageException why the primary does not say what the read must show: it would not answer the read either
     */
    <R> Optional<R> read(Operation operation, Function<RecordOperations, R> read) {
        if (standby == null) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        if (!standby.available()) {
            return primary(operation, End.ABSENT, begun);
        }
        LogPosition required;
        try {
            required = seen.required(standby);
        } catch (StorageAccessException untold) { // to whoever may read, but not ask that
            return primary(operation, End.FAILED, begun);
        }
        try {
            Optional<RecordOperations> there = standby.reaching(required, wait);
            if (there.isEmpty()) {
                return primary(operation, standby.available() ? End.BEHIND : End.ABSENT, begun);
            }
            R result = read.apply(there.get());
            tell(operation, End.SERVED, begun);
            return Optional.of(result);
        } catch (StorageInterruptedException interrupted) {
            throw interrupted;
        } catch (TransactionConflictException cancelled) {
            return primary(operation, End.CANCELLED, begun);
        } catch (StorageException failed) { // whatever it is, the primary has the last word
            return primary(operation, End.FAILED, begun);
        }
    }

    private <R> Optional<R> primary(Operation operation, End why, long begun) {
        tell(operation, why, begun);
        return Optional.empty();
    }

    /** Cannot fail: a stream may be open, and nobody would close it. */
    private void tell(Operation operation, End end, long begun) {
        try {
            if (listeners.hearsOrdinary()) {
                listeners.standbyReadEnded(new StandbyReadEnded(
                        backend,
                        operation.collection(),
                        operation.name(),
                        end,
                        Duration.ofNanos(System.nanoTime() - begun)));
            }
        } catch (Throwable unsaid) {
            listeners.unsaid(unsaid);
        }
    }
}
