// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;

/** What no port may do is told in one sentence with the method's name, not as what the library stumbles over. */
final class CheckedPortTest {

    @TempDir
    private Path reports;

    /**
     * A port that does what no port may do.
     *
     * @param mistake what it does
     * @param rule a rule whose tests call the method
     * @param sentence what the kit says
     */
    record Misshapen(String mistake, String rule, UnaryOperator<StoragePort> breakage, String sentence) {

        @Override
        public String toString() {
            return mistake;
        }
    }

    @ParameterizedTest
    @MethodSource({"results", "failures", "transactions"})
    void misshapenPort_isToldByItsMethod(Misshapen wrong) {
        KitRun run = KitRun.ofRule(wrong.rule(), harness -> new ForwardingHarness(harness, wrong.breakage()), reports);
        assertThat(run.results().values())
                .as("the tests of %s on a port that %s", wrong.rule(), wrong.mistake())
                .extracting(TestExecutionResult::getThrowable)
                .filteredOn(Optional::isPresent)
                .extracting(Optional::get)
                .isNotEmpty()
                .anySatisfy(failure ->
                        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining(wrong.sentence()));
    }

    static Stream<Misshapen> results() {
        return Stream.of(
                operations(
                        "returns null for no records",
                        "DOC-1",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public Map<String, StoredRecord> read(
                                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                                Map<String, StoredRecord> found = super.read(collection, keys, parts);
                                return found.isEmpty() ? absent() : found;
                            }
                        },
                        "[StoragePort.read of memory] returned null"),
                operations(
                        "returns the neighbours of a key",
                        "BATCH-1",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public Map<String, StoredRecord> read(
                                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                                Map<String, StoredRecord> found = new HashMap<>(super.read(collection, keys, parts));
                                found.values().stream().findFirst().ifPresent(any -> found.put("neighbour", any));
                                return found;
                            }
                        },
                        "[StoragePort.read of memory] returned the key neighbour, which was not asked for"),
                operations(
                        "leaves the body out",
                        "DOC-1",
                        AlteredOperations.read(stored -> stored.only(Projection.METADATA)),
                        "[StoragePort.read of memory] returned a record without its body for the projection BODY"),
                operations(
                        "tells only what it applied",
                        "BATCH-4",
                        right -> outcomes(
                                right,
                                outcomes -> outcomes.stream()
                                        .filter(outcome -> !(outcome instanceof WriteOutcome.NotApplied))
                                        .toList()),
                        "[StoragePort.write of memory] returned 2 outcomes for"),
                operations(
                        "tells nothing of a write",
                        "DOC-2",
                        right -> outcomes(right, outcomes -> List.of()),
                        "[StoragePort.write of memory] returned 0 outcomes for 1 writes"),
                operations(
                        "says of a put that it deleted",
                        "DOC-2",
                        right -> outcomes(
                                right, outcomes -> Collections.nCopies(outcomes.size(), new WriteOutcome.Deleted())),
                        "[StoragePort.write of memory] returned the outcome Deleted at the place of a Put"),
                operations(
                        "does not apply what has no condition",
                        "DOC-2",
                        right -> outcomes(
                                right, outcomes -> Collections.nCopies(outcomes.size(), new WriteOutcome.NotApplied())),
                        "[StoragePort.write of memory] returned the outcome NotApplied at the place of a Put without a"),
                operations(
                        "forgets the percentiles",
                        "SUM-3",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public RecordStatistics summarize(CollectionDefinition collection, List<Integer> wanted) {
                                return super.summarize(collection, List.of());
                            }
                        },
                        "[StoragePort.summarize of memory] returned 0 percentiles of"),
                operations(
                        "has no record where it says that it has one",
                        "FIND-4",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public RecordCursor scan(Scan scan) {
                                return promising(super.scan(scan));
                            }
                        },
                        "[RecordCursor.next of memory] threw what is no StorageException: java.util.NoSuchElement"),
                operations(
                        "tells stale records backwards",
                        "GROW-1",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public List<StoredRecord> staleRecords(
                                    CollectionDefinition collection, String index, Optional<String> after, int limit) {
                                List<StoredRecord> stale =
                                        new ArrayList<>(super.staleRecords(collection, index, after, limit));
                                Collections.reverse(stale);
                                return stale;
                            }
                        },
                        "[StoragePort.staleRecords of memory] returned the key"),
                new Misshapen(
                        "adds what nobody declared",
                        "SCHEMA-2",
                        port -> new ForwardingPort(port) {
                            @Override
                            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                                super.prepare(catalog, mode);
                                return new Catalog(List.of(new CollectionDefinition("other", List.of())));
                            }
                        },
                        "[StoragePort.prepare of memory] says that it added what was not declared in the collection other"),
                new Misshapen(
                        "throws when asked for its health",
                        "LIFE-10",
                        port -> new ForwardingPort(port) {
                            @Override
                            public Health health(Duration atMost) {
                                throw new StorageUnavailableException("no answer", false, null);
                            }
                        },
                        "[StoragePort.health of memory] never throws, and threw"),
                new Misshapen(
                        "counts less than nothing",
                        "LIFE-10",
                        port -> new ForwardingPort(port) {
                            @Override
                            public Optional<PoolStatus> pool() {
                                return Optional.of(new PoolStatus(1, 1, 0, -1));
                            }
                        },
                        "[StoragePort.pool of memory] counts less than nothing"));
    }

    static Stream<Misshapen> failures() {
        return Stream.of(
                operations(
                        "lets an array's end be found",
                        "BATCH-2",
                        right -> new DelegatingOperations(right) {
                            @Override
                            public List<WriteOutcome> write(List<Write> writes) {
                                throw new ArrayIndexOutOfBoundsException("Index 8 out of bounds for length 8");
                            }
                        },
                        "[StoragePort.write of memory] threw what is no StorageException:"
                                + " java.lang.ArrayIndexOutOfBoundsException"),
                onViolation(
                        "puts the backend in front itself",
                        "memory: the value is taken",
                        "[StoragePort.write of memory] threw a message with the backend's name"),
                onViolation(
                        "names the place in its own way",
                        "collection items, key \"k\" is taken",
                        "[StoragePort.write of memory] threw a message whose place is not"),
                onViolation(
                        "says nothing",
                        " ",
                        "[StoragePort.write of memory] threw a StorageFailureException that does not"),
                new Misshapen(
                        "answers after close",
                        "LIFE-3",
                        port -> new ForwardingPort(port) {
                            private volatile boolean closed;

                            @Override
                            public long count(CollectionDefinition collection, Filter filter) {
                                return closed ? 0 : super.count(collection, filter);
                            }

                            @Override
                            public void close() {
                                closed = true;
                                super.close();
                            }
                        },
                        "[StoragePort.count of memory] returned a result after close()"));
    }

    static Stream<Misshapen> transactions() {
        return Stream.of(
                transaction(
                        "repeats work by itself",
                        "TX-1",
                        (right, work) -> right.transact(
                                TransactionAttempt.FIRST,
                                inside -> List.of(work.apply(inside), work.apply(inside))
                                        .get(1)),
                        "[StoragePort.transact of memory] ran the work twice"),
                transaction(
                        "wraps what the work throws",
                        "TX-2",
                        (right, work) -> right.transact(TransactionAttempt.FIRST, inside -> {
                            try {
                                return work.apply(inside);
                            } catch (IllegalStateException thrown) {
                                throw new IllegalStateException(thrown);
                            }
                        }),
                        "[StoragePort.transact of memory] threw java.lang.IllegalStateException"),
                transaction(
                        "loses what the work returned",
                        "TX-1",
                        (right, work) -> {
                            AtomicReference<Object> lost = new AtomicReference<>();
                            right.transact(TransactionAttempt.FIRST, inside -> {
                                lost.set(work.apply(inside));
                                return true;
                            });
                            return new Object();
                        },
                        "[StoragePort.transact of memory] returned without what the work returned"));
    }

    private static Misshapen operations(
            String mistake, String rule, UnaryOperator<RecordOperations> around, String sentence) {
        return new Misshapen(mistake, rule, port -> new ForwardingPort(port, around), sentence);
    }

    /** A port that fails in another way where a unique value is taken. */
    private static Misshapen onViolation(String mistake, String message, String sentence) {
        return operations(
                mistake,
                "INDEX-2",
                right -> new DelegatingOperations(right) {
                    @Override
                    public List<WriteOutcome> write(List<Write> writes) {
                        try {
                            return super.write(writes);
                        } catch (UniqueViolationException violation) {
                            throw new StorageFailureException(message, violation);
                        }
                    }
                },
                sentence);
    }

    /** How a transaction is run that should just be handed on. */
    private interface Transaction {
        Object run(StoragePort right, Function<RecordOperations, Object> work);
    }

    @SuppressWarnings("unchecked") // what comes out is what the work put in, or wrong on purpose
    private static Misshapen transaction(String mistake, String rule, Transaction transaction, String sentence) {
        return new Misshapen(
                mistake,
                rule,
                port -> new ForwardingPort(port) {
                    @Override
                    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                        return (R) transaction.run(port, work::apply);
                    }
                },
                sentence);
    }

    private static DelegatingOperations outcomes(RecordOperations right, UnaryOperator<List<WriteOutcome>> wrong) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                return wrong.apply(new ArrayList<>(super.write(writes)));
            }
        };
    }

    @SuppressWarnings("NullAway") // what is shown is a port that returns null
    private static Map<String, StoredRecord> absent() {
        return null;
    }

    private static RecordCursor promising(RecordCursor right) {
        return new RecordCursor() {
            @Override
            public boolean hasNext() {
                return true;
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
