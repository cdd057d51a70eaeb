// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.StorageTimeoutException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Precondition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices ports that are right on the way that is usually taken and wrong on a rarer one. */
final class BrokenPathsTest extends BrokenPortsTest {

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                new BrokenPort(
                        "applies a replaceIf at an outdated revision if the writer was busy",
                        "TX-14",
                        port -> new BesideBusyWriterPort(port) {
                            @Override
                            <R> R transactBeside(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                                return super.transactBeside(
                                        attempt,
                                        inside -> work.apply(AlteredOperations.put(BrokenPathsTest::unconditional)
                                                .apply(inside)));
                            }
                        }),
                new BrokenPort(
                        "refuses a taken unique value at the commit if the writer was busy",
                        "TX-14",
                        port -> new BesideBusyWriterPort(port) {
                            @Override
                            <R> R transactBeside(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                                return super.transactBeside(attempt, inside -> {
                                    LateRefusals late = new LateRefusals(inside);
                                    R result = work.apply(late);
                                    late.refuse();
                                    return result;
                                });
                            }
                        }),
                new BrokenPort("loses heart if the writer was busy", "TX-14", port -> new BesideBusyWriterPort(port) {
                    @Override
                    <R> R transactBeside(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                        throw new StorageTimeoutException("the writer is busy", null);
                    }
                }));
    }

    private static Write.Put unconditional(Write.Put put) {
        return put.precondition() instanceof Precondition.AtRevision ? put.with(new Precondition.Present()) : put;
    }

    /** Knows of each transaction whether another one was under way when it began. */
    private static class BesideBusyWriterPort extends ForwardingPort {

        private final AtomicInteger underWay = new AtomicInteger();

        BesideBusyWriterPort(StoragePort port) {
            super(port);
        }

        @Override
        public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
            try {
                return underWay.getAndIncrement() == 0 ? super.transact(attempt, work) : transactBeside(attempt, work);
            } finally {
                underWay.decrementAndGet();
            }
        }

        <R> R transactBeside(TransactionAttempt attempt, Function<RecordOperations, R> work) {
            return super.transact(attempt, work);
        }
    }

    /** Operations that keep it to themselves when a unique value is taken. */
    private static final class LateRefusals extends DelegatingOperations {

        private @Nullable UniqueViolationException refusal;

        LateRefusals(RecordOperations right) {
            super(right);
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            try {
                return super.write(writes);
            } catch (UniqueViolationException violation) {
                refusal = violation;
                List<WriteOutcome> promised = new ArrayList<>();
                writes.forEach(write -> promised.add(new WriteOutcome.Written(1, Workbench.START, Workbench.START)));
                return promised;
            }
        }

        void refuse() {
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    /** The rarer way is a transaction, where the usual one is an operation by itself. */
    @ParameterizedTest
    @MethodSource
    void faultInTransactionsOnly_isNoticedOnThatPath(BrokenPort broken) {
        new BrokenHarness(
                        broken.mistake(),
                        broken.rule(),
                        harness -> ExecutionPath.TRANSACTION.of(new ForwardingHarness(harness, broken.breakage())))
                .assertNoticed(reports);
    }

    static Stream<BrokenPort> faultInTransactionsOnly_isNoticedOnThatPath() {
        return Stream.of(
                new BrokenPort(
                        "forgets the condition of a replaceIf in a transaction",
                        "REV-2",
                        port -> inTransactions(
                                port,
                                inside -> AlteredOperations.put(BrokenPathsTest::unconditional)
                                        .apply(inside))),
                new BrokenPort(
                        "writes a batch without its last document in a transaction",
                        "BATCH-4",
                        port -> inTransactions(port, inside -> new DelegatingOperations(inside) {
                            @Override
                            public List<WriteOutcome> write(List<Write> writes) {
                                List<WriteOutcome> outcomes =
                                        new ArrayList<>(super.write(writes.subList(0, Math.max(1, writes.size() - 1))));
                                while (outcomes.size() < writes.size()) {
                                    outcomes.add(outcomes.get(0));
                                }
                                return outcomes;
                            }
                        })));
    }

    private static StoragePort inTransactions(StoragePort port, Function<RecordOperations, RecordOperations> wrong) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return super.transact(attempt, inside -> work.apply(wrong.apply(inside)));
            }
        };
    }
}
