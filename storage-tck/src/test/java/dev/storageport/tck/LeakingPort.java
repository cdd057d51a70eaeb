// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Says that it has connections, and gets one back only when a cursor was read to its end. */
final class LeakingPort extends ForwardingPort {

    private final AtomicInteger inUse = new AtomicInteger();

    LeakingPort(StoragePort port) {
        super(port);
    }

    @Override
    public Health health(Duration atMost) {
        Health right = super.health(atMost);
        PoolStatus pool = new PoolStatus(10_000, inUse.get(), 0, 0);
        return Health.builder(right.backend()).pool(Optional.of(pool)).build();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        RecordCursor right = super.scan(scan);
        inUse.incrementAndGet();
        return new RecordCursor() {

            private boolean ended;

            @Override
            public boolean hasNext() {
                if (!ended && !right.hasNext()) {
                    ended = true;
                    inUse.decrementAndGet();
                }
                return !ended;
            }

            @Override
            public StoredRecord next() {
                return right.next();
            }

            @Override
            public Position position() {
                return right.position();
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }
}
