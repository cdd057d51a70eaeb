// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit notices ports that are wrong about single documents, their times and their revisions. */
final class BrokenDocumentsTest extends BrokenPortsTest {

    private static final Precondition NONE = new Precondition.None();
    private static final Precondition PRESENT = new Precondition.Present();
    private static final ContentChange KEEP = new ContentChange.Keep();
    private static final ContentChange REMOVE = new ContentChange.Remove();
    private static final Instant GREGORIAN = Instant.parse("1582-10-15T00:00:00Z");

    @Test
    void unbrokenPort_passesEverything() {
        KitRun run = KitRun.ofAll(ForwardingPort::new, reports);
        assertThat(run.results()).hasSizeGreaterThan(100);
        assertThat(run.failures()).isEmpty();
    }

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(times(), documents(), revisions(), compactions()).flatMap(ports -> ports);
    }

    private static Stream<BrokenPort> compactions() {
        return Stream.of(
                new BrokenPort(
                        "loses a document when it compacts",
                        "DEL-8",
                        port -> compacting(port, last -> new Write.Delete(last.collection(), last.key(), NONE))),
                new BrokenPort(
                        "touches a document when it compacts",
                        "DEL-8",
                        port -> compacting(port, last -> new Write.Touch(last.collection(), last.key(), last.now()))));
    }

    /** Returns a port that does something to the document put first when it compacts. */
    private static StoragePort compacting(StoragePort port, Function<Write.Put, Write> mistake) {
        AtomicReference<Write.Put> first = new AtomicReference<>();
        return new ForwardingPort(port) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (writes.get(0) instanceof Write.Put put) {
                    first.compareAndSet(null, put);
                }
                return super.write(writes);
            }

            @Override
            public long compact() {
                super.write(List.of(mistake.apply(first.get())));
                return super.compact();
            }
        };
    }

    private static Stream<BrokenPort> times() {
        return Stream.of(
                operations(
                        "cuts times to milliseconds",
                        "TIME-1",
                        AlteredOperations.readTimes(time -> time.truncatedTo(ChronoUnit.MILLIS))),
                operations(
                        "rounds times up to milliseconds",
                        "TIME-1",
                        AlteredOperations.readTimes(
                                time -> time.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS))),
                operations(
                        "returns another time from a write than from a read",
                        "TIME-1",
                        AlteredOperations.outcome(write -> outcome -> outcome instanceof WriteOutcome.Written written
                                ? new WriteOutcome.Written(
                                        written.revision(),
                                        written.createdAt(),
                                        written.updatedAt().plusSeconds(1))
                                : outcome)),
                operations(
                        "loses createdAt when it replaces",
                        "TIME-2",
                        AlteredOperations.read(
                                stored -> AlteredOperations.withTimes(stored, stored.updatedAt(), stored.updatedAt()))),
                operations("lets updatedAt stand still or go back with the clock", "TIME-3", timesOfTheClock()),
                operations("keeps updatedAt when it touches", "TIME-3", BrokenDocumentsTest::forgettingTouches),
                operations(
                        "counts days before 1582 by the Julian calendar",
                        "TIME-4",
                        AlteredOperations.readTimes(
                                time -> time.isBefore(GREGORIAN) ? time.plus(Duration.ofDays(10)) : time)),
                operations(
                        "cuts times before 1970 towards zero",
                        "TIME-4",
                        AlteredOperations.readTimes(BrokenDocumentsTest::towardsZero)),
                operations("gives each write of a batch a time of its own", "TIME-5", BrokenDocumentsTest::timesApart));
    }

    private static Stream<BrokenPort> documents() {
        return Stream.of(
                operations(
                        "reads every data version as 1",
                        "DOC-1",
                        AlteredOperations.read(stored -> AlteredOperations.withVersions(stored, stored.revision(), 1))),
                operations(
                        "keeps the content when it replaces the document",
                        "DOC-2",
                        AlteredOperations.put(put -> put.content() instanceof ContentChange.Remove
                                ? AlteredOperations.with(put, put.precondition(), KEEP)
                                : put)),
                operations(
                        "overwrites on insert",
                        "DOC-3",
                        AlteredOperations.put(put -> put.precondition() instanceof Precondition.Absent
                                ? AlteredOperations.with(put, NONE, put.content())
                                : put)),
                operations(
                        "creates on replace",
                        "DOC-4",
                        AlteredOperations.put(put -> put.precondition() instanceof Precondition.Present
                                ? AlteredOperations.with(put, NONE, put.content())
                                : put)),
                operations(
                        "drops the content on update",
                        "DOC-5",
                        AlteredOperations.put(put -> put.content() instanceof ContentChange.Keep
                                ? AlteredOperations.with(put, put.precondition(), REMOVE)
                                : put)),
                operations(
                        "says that it touched what is absent",
                        "DOC-6",
                        AlteredOperations.outcome(write -> outcome -> write instanceof Write.Touch touch
                                ? new WriteOutcome.Written(1, touch.now(), touch.now())
                                : outcome)),
                operations("forgets to touch", "DOC-6", BrokenDocumentsTest::forgettingTouches),
                operations(
                        "says that it deleted what is absent",
                        "DOC-7",
                        AlteredOperations.outcome(write ->
                                outcome -> write instanceof Write.Delete ? new WriteOutcome.Deleted() : outcome)),
                operations("finds keys that begin with an absent one's", "DOC-8", BrokenDocumentsTest::everyKeyIsThere),
                operations("answers reads from a cache", "DOC-9", BrokenDocumentsTest::cachedReads),
                operations(
                        "writes every data version as 1",
                        "DOC-10",
                        AlteredOperations.put(put -> AlteredOperations.withDataVersion(put, 1))));
    }

    private static Stream<BrokenPort> revisions() {
        return Stream.of(
                operations("adds two to the revision", "REV-1", BrokenDocumentsTest::writingTwice),
                operations("adds nothing to the revision by a touch", "REV-1", BrokenDocumentsTest::forgettingTouches),
                operations(
                        "lets an old revision win",
                        "REV-2",
                        AlteredOperations.put(put -> put.precondition() instanceof Precondition.AtRevision
                                ? AlteredOperations.with(put, PRESENT, put.content())
                                : put)),
                operations(
                        "deletes at any revision",
                        "REV-2",
                        AlteredOperations.write(write -> write instanceof Write.Delete delete
                                ? new Write.Delete(delete.collection(), delete.key(), NONE)
                                : write)),
                operations(
                        "begins every life at revision 1",
                        "REV-3",
                        AlteredOperations.put(put -> AlteredOperations.withFirstRevision(put, 1))),
                operations(
                        "moves the revision by a write that is not applied",
                        "REV-4",
                        BrokenDocumentsTest::touchingInVain));
    }

    /** Shows as updatedAt what the clock said at the last write. */
    private static UnaryOperator<RecordOperations> timesOfTheClock() {
        Map<String, Instant> last = new ConcurrentHashMap<>();
        UnaryOperator<RecordOperations> remembering = AlteredOperations.write(write -> {
            if (write instanceof Write.Put put) {
                last.put(put.key(), put.now());
            } else if (write instanceof Write.Touch touch) {
                last.put(touch.key(), touch.now());
            }
            return write;
        });
        UnaryOperator<RecordOperations> showing = AlteredOperations.read(stored -> AlteredOperations.withTimes(
                stored, stored.createdAt(), last.getOrDefault(stored.key(), stored.updatedAt())));
        return operations -> showing.apply(remembering.apply(operations));
    }

    private static RecordOperations forgettingTouches(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                if (!(writes.get(0) instanceof Write.Touch touch)) {
                    return super.write(writes);
                }
                StoredRecord stored = super.read(touch.collection(), List.of(touch.key()), Projection.METADATA)
                        .get(touch.key());
                return stored == null
                        ? List.of(new WriteOutcome.NotApplied())
                        : List.of(new WriteOutcome.Written(stored.revision() + 1, stored.createdAt(), touch.now()));
            }
        };
    }

    private static RecordOperations timesApart(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<Write> apart = new ArrayList<>();
                for (Write write : writes) {
                    apart.add(
                            write instanceof Write.Put put
                                    ? AlteredOperations.withNow(put, put.now().plusSeconds(apart.size()))
                                    : write);
                }
                return super.write(apart);
            }
        };
    }

    private static RecordOperations everyKeyIsThere(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = new HashMap<>(super.read(collection, keys, parts));
                if (!parts.body() && !parts.content()) {
                    keys.forEach(key -> found.putIfAbsent(
                            key,
                            new StoredRecord(
                                    key, 1, 1, Instant.EPOCH, Instant.EPOCH, Optional.empty(), Optional.empty())));
                }
                return found;
            }
        };
    }

    private static RecordOperations cachedReads(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            private final Map<String, Map<String, StoredRecord>> cache = new ConcurrentHashMap<>();

            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                return cache.computeIfAbsent(
                        collection.name() + keys + parts, any -> super.read(collection, keys, parts));
            }
        };
    }

    private static RecordOperations writingTwice(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = new ArrayList<>();
                for (Write write : writes) {
                    outcomes.addAll(super.write(List.of(write)));
                    if (outcomes.get(outcomes.size() - 1) instanceof WriteOutcome.Written written) {
                        Write touch = new Write.Touch(write.collection(), write.key(), written.updatedAt());
                        outcomes.set(
                                outcomes.size() - 1, super.write(List.of(touch)).get(0));
                    }
                }
                return outcomes;
            }
        };
    }

    private static RecordOperations touchingInVain(RecordOperations operations) {
        return new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = super.write(writes);
                for (int i = 0; i < writes.size(); i++) {
                    if (outcomes.get(i) instanceof WriteOutcome.NotApplied && writes.get(i) instanceof Write.Put put) {
                        var unused = super.write(List.of(new Write.Touch(put.collection(), put.key(), put.now())));
                    }
                }
                return outcomes;
            }
        };
    }

    private static Instant towardsZero(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return time.isBefore(Instant.EPOCH) && !second.equals(time) ? second.plusSeconds(1) : time;
    }
}
