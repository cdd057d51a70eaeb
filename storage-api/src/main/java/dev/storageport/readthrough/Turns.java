// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whose turn it is to load a key, among processes: decided by leases, or by nobody where there are none. */
final class Turns {

    /** Given back when the value is stored. */
    interface Turn extends AutoCloseable {

        Turn ALONE = () -> {};

        @Override
        void close();
    }

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final @Nullable Leases leases;
    private final Duration duration;
    private final String collection;
    private final ReadThroughStore<?> store;

    Turns(@Nullable Leases leases, Duration duration, String collection, ReadThroughStore<?> store) {
        this.leases = leases;
        this.duration = duration;
        this.collection = collection;
        this.store = store;
    }

    boolean areShared() {
        return leases != null;
    }

    /** Returns the turn; null if another process has it. Where leases cannot be used each process has its own. */
    @Nullable
    Turn take(String key) {
        if (leases == null) {
            return Turn.ALONE;
        }
        try {
            Optional<Lease> lease = leases.tryAcquire("load " + collection + "/" + key, duration);
            return lease.<Turn>map(held -> held::close).orElse(null);
        } catch (RuntimeException failed) {
            store.unleased(Leases.COLLECTION.name(), failed);
            return Turn.ALONE;
        }
    }

    /** Sleeps before the next look at what another process does: longer each time, and not all at once. */
    static void pause(int looks) throws InterruptedException {
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(looks, 10));
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
    }
}
