// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The lease of one run in one collection, renewed when a third of it has passed; or none, where the application has asked for none. */
final class HeldLease implements AutoCloseable {

    private static final int RENEWALS = 3;

    private final Optional<Lease> lease;
    private final Duration duration;
    private final InstantSource clock;
    private long renewedNanos = System.nanoTime();

    HeldLease(Optional<Lease> lease, Duration duration, InstantSource clock) {
        this.lease = lease;
        this.duration = duration;
        this.clock = clock;
    }

    /** Returns whether this process still has it; renews it in good time, by either clock, since one of them may be set back. */
    boolean holds() {
        if (lease.isEmpty() || !isDue(lease.get())) {
            return true;
        }
        renewedNanos = System.nanoTime();
        return lease.get().renew();
    }

    private boolean isDue(Lease held) {
        Duration third = duration.dividedBy(RENEWALS);
        Instant due = held.until().minus(duration).plus(third);
        return !clock.instant().isBefore(due) || System.nanoTime() - renewedNanos >= third.toNanos();
    }

    @Override
    public void close() {
        lease.ifPresent(Lease::close);
    }
}
