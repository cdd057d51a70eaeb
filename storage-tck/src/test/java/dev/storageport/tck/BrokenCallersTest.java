// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices ports that mix up their callers, answer before they have written, or lose heart when many come. */
final class BrokenCallersTest {

    static final BrokenPort NEIGHBOURS_FAIL =
            grouping("fails a whole group with one of it", "CONC-8", StoragePort::write);
    static final BrokenPort ACKNOWLEDGES_EARLY =
            new BrokenPort("answers before it has written", "ISO-14", BrokenCallersTest::answeringEarly);

    @TempDir
    private Path reports;

    @ParameterizedTest
    @MethodSource
    void brokenPort_fails(BrokenPort broken) {
        broken.assertNoticed(reports);
    }

    static Stream<BrokenPort> brokenPort_fails() {
        return Stream.of(
                NEIGHBOURS_FAIL,
                ACKNOWLEDGES_EARLY,
                grouping("gives each caller the result of another", "CONC-8", (port, writes) -> {
                    List<WriteOutcome> outcomes = apart(port, writes);
                    Collections.rotate(outcomes, 1);
                    return outcomes;
                }),
                grouping(
                        "judges one condition for a whole group",
                        "CONC-8",
                        (port, writes) -> apart(
                                port,
                                writes.stream()
                                        .map(write -> like(write, writes.get(0)))
                                        .toList())),
                grouping("writes one of a group that has the same key", "CONC-8", BrokenCallersTest::lastOfEachKey),
                grouping("answers a group without writing all of it", "ISO-14", BrokenCallersTest::lastOfEachKey),
                new BrokenPort("reads from a cache that others do not clear", "ISO-14", BrokenCallersTest::caching),
                BrokenPort.operations("checks a revision, then writes", "ISO-14", BrokenCallersTest::checkingFirst),
                new BrokenPort(
                        "takes an interrupt for a time-out", "CONC-9", port -> onInterrupt(port, Interrupt.TIME_OUT)),
                new BrokenPort("swallows the interrupt flag", "CONC-9", port -> onInterrupt(port, Interrupt.SWALLOWED)),
                new BrokenPort("writes for those it sent away", "CONC-9", port -> onInterrupt(port, Interrupt.WRITES)),
                new BrokenPort("sends callers away when many come", "CONC-10", BrokenCallersTest::refusingMany),
                new BrokenPort("forgets a write among thousands", "CONC-10", BrokenCallersTest::forgettingOne),
                new BrokenPort("says that the database is locked", "CONC-11", BrokenCallersTest::locked),
                new BrokenPort("hands conflicts to the caller", "TX-13", BrokenCallersTest::failingOnConflict),
                new BrokenPort(
                        "loses one of two transactions",
                        "TX-13",
                        port -> new WeakIsolationPort(port, WeakIsolationPort.Isolation.UNCHECKED_SNAPSHOT)));
    }

    private static BrokenPort grouping(String mistake, String rule, GroupCommitPort.Group group) {
        return new BrokenPort(mistake, rule, port -> new GroupCommitPort(port, group));
    }

    /** Writes each member by itself; a failure of one is told to all, which is wrong as well. */
    private static List<WriteOutcome> apart(StoragePort port, List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>();
        writes.forEach(write -> outcomes.addAll(port.write(List.of(write))));
        return outcomes;
    }

    private static Write like(Write write, Write first) {
        if (write instanceof Write.Put put && first instanceof Write.Put other) {
            return new Write.Put(
                    put.collection(),
                    put.key(),
                    other.precondition() instanceof Precondition.AtRevision
                            ? new Precondition.Present()
                            : other.precondition(),
                    put.body(),
                    put.bodyBytes(),
                    put.dataVersion(),
                    put.indexValues(),
                    put.content(),
                    put.firstRevision(),
                    put.now());
        }
        return write;
    }

    private static List<WriteOutcome> lastOfEachKey(StoragePort port, List<Write> writes) {
        Map<String, Write> last = new HashMap<>();
        writes.forEach(write -> last.put(write.key(), write));
        Map<String, WriteOutcome> outcomes = new HashMap<>();
        last.forEach(
                (key, write) -> outcomes.put(key, port.write(List.of(write)).get(0)));
        return new ArrayList<>(
                writes.stream().map(write -> outcomes.get(write.key())).toList());
    }

    /** Puts without a condition are answered from what is there, and written a moment later. */
    private static StoragePort answeringEarly(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (writes.size() == 1
                        && writes.get(0) instanceof Write.Put put
                        && put.precondition() instanceof Precondition.None) {
                    StoredRecord before = read(put.collection(), List.of(put.key()), Projection.METADATA)
                            .get(put.key());
                    CompletableFuture.delayedExecutor(300, TimeUnit.MICROSECONDS)
                            .execute(() -> super.write(writes));
                    return List.of(
                            before == null
                                    ? new WriteOutcome.Written(put.firstRevision(), put.now(), put.now())
                                    : new WriteOutcome.Written(before.revision() + 1, before.createdAt(), put.now()));
                }
                return super.write(writes);
            }
        };
    }

    private static StoragePort caching(StoragePort port) {
        Map<String, Map<String, StoredRecord>> cache = new ConcurrentHashMap<>();
        return new ForwardingPort(port) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                return cache.computeIfAbsent(
                        collection.name() + keys + parts, any -> super.read(collection, keys, parts));
            }

            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } finally {
                    cache.clear();
                }
            }
        };
    }

    private static RecordOperations checkingFirst(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (writes.get(0) instanceof Write.Put put
                        && put.precondition() instanceof Precondition.AtRevision expected) {
                    StoredRecord found = read(put.collection(), List.of(put.key()), Projection.METADATA)
                            .get(put.key());
                    LockSupport.parkNanos(50_000); // as long as a round trip to a database
                    return found != null && found.revision() == expected.revision()
                            ? BrokenOperations.puts(any -> withoutRevision(any))
                                    .apply(operations)
                                    .write(writes)
                            : List.of(new WriteOutcome.NotApplied());
                }
                return super.write(writes);
            }
        };
    }

    private static Write.Put withoutRevision(Write.Put put) {
        return new Write.Put(
                put.collection(),
                put.key(),
                BrokenOperations.ignored(put.precondition()),
                put.body(),
                put.bodyBytes(),
                put.dataVersion(),
                put.indexValues(),
                put.content(),
                put.firstRevision(),
                put.now());
    }

    private enum Interrupt {
        TIME_OUT,
        SWALLOWED,
        WRITES
    }

    private static StoragePort onInterrupt(StoragePort port, Interrupt wrong) {
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } catch (StorageInterruptedException interrupted) {
                    switch (wrong) {
                        case TIME_OUT -> throw new StorageTimeoutException("waited", interrupted);
                        case SWALLOWED -> Thread.interrupted();
                        case WRITES -> {
                            Thread.interrupted();
                            super.write(writes);
                            Thread.currentThread().interrupt();
                        }
                    }
                    throw interrupted;
                }
            }
        };
    }

    private static StoragePort refusingMany(StoragePort port) {
        Semaphore seats = new Semaphore(4);
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (!seats.tryAcquire()) {
                    throw new StorageTimeoutException("too many callers", null);
                }
                try {
                    LockSupport.parkNanos(1_000_000);
                    return super.write(writes);
                } finally {
                    seats.release();
                }
            }
        };
    }

    private static StoragePort forgettingOne(StoragePort port) {
        AtomicInteger count = new AtomicInteger();
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = super.write(writes);
                if (count.incrementAndGet() == 700 && writes.get(0) instanceof Write.Put put) {
                    super.write(List.of(new Write.Delete(put.collection(), put.key(), new Precondition.None())));
                }
                return outcomes;
            }
        };
    }

    private static StoragePort locked(StoragePort port) {
        AtomicInteger open = new AtomicInteger();
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                open.incrementAndGet();
                try {
                    return super.transact(attempt, work);
                } finally {
                    open.decrementAndGet();
                }
            }

            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (open.get() > 0) {
                    throw new StorageFailureException("the database is locked", null);
                }
                return super.write(writes);
            }
        };
    }

    private static StoragePort failingOnConflict(StoragePort port) {
        StoragePort conflicting = new WeakIsolationPort(port, WeakIsolationPort.Isolation.SNAPSHOT);
        return new ForwardingPort(conflicting) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                try {
                    return super.transact(attempt, work);
                } catch (TransactionConflictException conflict) {
                    throw new StorageFailureException("deadlock", conflict);
                }
            }
        };
    }
}
