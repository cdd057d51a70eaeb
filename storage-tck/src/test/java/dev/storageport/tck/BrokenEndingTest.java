// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about how operations end: what they give back, and when. */
final class BrokenEndingTest extends BrokenPortsTest {

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                new BrokenPort("keeps its only lane after an error", "LIFE-11", BrokenEndingTest::keepingTheLane),
                new BrokenPort("asks for more stack when it gives back", "LIFE-11", BrokenEndingTest::deepRelease));
    }

    /** Gives its lane back after a result and after an exception. */
    private static StoragePort keepingTheLane(StoragePort port) {
        Semaphore lane = new Semaphore(1);
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                enter(lane);
                try {
                    R result = super.transact(attempt, work);
                    lane.release();
                    return result;
                } catch (RuntimeException failed) {
                    lane.release();
                    throw failed;
                }
            }
        };
    }

    private static void enter(Semaphore lane) {
        try {
            if (!lane.tryAcquire(1, TimeUnit.MILLISECONDS)) {
                throw new StorageTimeoutException("waited for the lane", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted", interrupted);
        }
    }

    /** Goes deep before it gives its lane back. */
    private static StoragePort deepRelease(StoragePort port) {
        Semaphore lane = new Semaphore(1);
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                enter(lane);
                try {
                    return super.write(writes);
                } finally {
                    release(3_000);
                }
            }

            private void release(int frames) {
                if (frames == 0) {
                    lane.release();
                } else {
                    release(frames - 1);
                }
            }
        };
    }
}
