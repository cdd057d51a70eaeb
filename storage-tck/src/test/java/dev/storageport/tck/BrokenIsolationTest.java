// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.StorageTimeoutException;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.tck.WeakIsolationPort.Isolation;
import dev.storageport.tck.harness.ForwardingPort;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices ports whose transactions are less than serializable, by the anomaly that each level lets through and by histories. */
final class BrokenIsolationTest {

    static final BrokenPort READ_UNCOMMITTED =
            new BrokenPort("writes at once and takes it back", "ISO-13", WriteThroughPort::new);
    static final BrokenPort READ_COMMITTED =
            loose("sees what is committed by then", "ISO-13", Isolation.READ_COMMITTED);
    static final BrokenPort SNAPSHOT = loose("gives each transaction a snapshot", "ISO-13", Isolation.SNAPSHOT);

    @TempDir
    private Path reports;

    @ParameterizedTest
    @MethodSource
    void brokenPort_fails(BrokenPort broken) {
        broken.assertNoticed(reports);
    }

    static Stream<BrokenPort> brokenPort_fails() {
        return Stream.of(
                READ_UNCOMMITTED,
                READ_COMMITTED,
                SNAPSHOT,
                new BrokenPort("mixes the writes of two transactions", "ISO-1", WriteThroughPort::new),
                new BrokenPort("shows what is rolled back", "ISO-2", WriteThroughPort::new),
                new BrokenPort("shows what is overwritten", "ISO-3", WriteThroughPort::new),
                new BrokenPort("lets two transactions see each other", "ISO-4", WriteThroughPort::new),
                loose("lets a transaction vanish that was seen", "ISO-5", Isolation.READ_COMMITTED),
                loose("answers a question anew", "ISO-6", Isolation.READ_COMMITTED),
                loose("lets the last writer win", "ISO-7", Isolation.UNCHECKED_SNAPSHOT),
                loose("reads each document as of its time", "ISO-8", Isolation.READ_COMMITTED),
                loose("checks what was written only", "ISO-9", Isolation.SNAPSHOT),
                loose("checks what was written or read by key", "ISO-10", Isolation.CHECKED_KEYS),
                loose("lets a report see what no order has", "ISO-11", Isolation.SNAPSHOT),
                loose("overlooks what single operations write", "ISO-12", Isolation.UNCHECKED_SNAPSHOT),
                loose("overlooks what single operations overlook", "ISO-12", Isolation.CHECKED_KEYS),
                loose("overlooks phantoms", "ISO-13", Isolation.CHECKED_KEYS),
                BrokenPort.operations("reads each key by itself", "ISO-13", BrokenOperations::readsEachKeyByItself),
                new BrokenPort("takes no snapshot", "ISO-15", BrokenIsolationTest::readingWithoutSnapshot),
                new BrokenPort("lets readers wait", "ISO-16", BrokenIsolationTest::readingInTurn));
    }

    private static BrokenPort loose(String mistake, String rule, Isolation isolation) {
        return new BrokenPort(mistake, rule, port -> new WeakIsolationPort(port, isolation));
    }

    private static StoragePort readingWithoutSnapshot(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transactReadOnly(Function<RecordOperations, R> work) {
                return work.apply(port);
            }
        };
    }

    /** Everybody waits for everybody, though not for long. */
    private static StoragePort readingInTurn(StoragePort port) {
        Semaphore turn = new Semaphore(1);
        return new ForwardingPort(port) {
            @Override
            public <R> R transactReadOnly(Function<RecordOperations, R> work) {
                return inTurn(() -> super.transactReadOnly(work));
            }

            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return inTurn(() -> super.transact(attempt, work));
            }

            private <R> R inTurn(Supplier<R> work) {
                if (!turn.tryAcquire()) {
                    throw new StorageTimeoutException("waited for another transaction", null);
                }
                try {
                    return work.get();
                } finally {
                    turn.release();
                }
            }
        };
    }
}
