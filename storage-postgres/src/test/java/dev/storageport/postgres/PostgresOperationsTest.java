// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.TransactionAbortedException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the port does with records, in particular where PostgreSQL's batches differ from writing one after another. */
class PostgresOperationsTest {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresPort port = database.port();

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        port.close();
        database.close();
    }

    private StoredRecord read(String key) {
        return read(Samples.USERS, key);
    }

    private StoredRecord read(CollectionDefinition collection, String key) {
        return Objects.requireNonNull(
                port.read(collection, List.of(key), Projection.BODY_AND_CONTENT).get(key));
    }

    private WriteOutcome write(Write write) {
        return port.write(List.of(write)).get(0);
    }

    @Test
    void put_twice_movesRevisionAndTimeAndKeepsCreation() {
        write(Samples.put(Samples.USERS, "a", "{\"n\": 1}"));
        WriteOutcome second = write(Samples.put(Samples.USERS, "a", "{\"n\": 2}"));
        assertThat(second).isEqualTo(new WriteOutcome.Written(101, Samples.NOON, Samples.NOON.plusNanos(1000)));
        assertThat(read("a"))
                .isEqualTo(new StoredRecord(
                        "a",
                        101,
                        1,
                        Samples.NOON,
                        Samples.NOON.plusNanos(1000),
                        Optional.of("{\"n\": 2}"),
                        Optional.empty()));
    }

    @Test
    void preconditions_unmet_changeNothing() {
        write(Samples.put(Samples.USERS, "a", "{}"));
        for (Precondition unmet : List.of(new Precondition.Absent(), new Precondition.AtRevision(7))) {
            assertThat(write(Samples.put(Samples.USERS, "a", "[]", unmet, Map.of(), Samples.content("x"))))
                    .isEqualTo(new WriteOutcome.NotApplied());
        }
        for (Precondition unmet : List.of(new Precondition.Present(), new Precondition.AtRevision(100))) {
            assertThat(write(Samples.put(Samples.USERS, "b", "[]", unmet, Map.of(), Samples.content("x"))))
                    .isEqualTo(new WriteOutcome.NotApplied());
        }
        assertThat(write(new Write.Delete(Samples.USERS, "a", new Precondition.AtRevision(7))))
                .isEqualTo(new WriteOutcome.NotApplied());
        assertThat(write(new Write.Touch(Samples.USERS, "b", Samples.NOON))).isEqualTo(new WriteOutcome.NotApplied());
        assertThat(read("a").body()).contains("{}");
        assertThat(read("a").content()).isEmpty();
        assertThat(database.query(
                        "SELECT count(*) FROM storageport.\"user\" WHERE frame IS NOT NULL OR raw_bytes IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void content_putWithKeep_stays() {
        write(Samples.put(Samples.USERS, "a", "{}", new Precondition.None(), Map.of(), Samples.content("page")));
        write(Samples.put(Samples.USERS, "a", "[1]"));
        write(new Write.Touch(Samples.USERS, "a", Samples.NOON));
        assertThat(read("a").content().map(ContentFrame::bytes)).contains("page".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void batch_ofDifferentTimesAndVersions_storesThoseOfEach() {
        Write.Put first = Samples.put(Samples.USERS, "a", "{}");
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            writes.add(new Write.Put(
                    Samples.USERS,
                    "k" + i,
                    first.precondition(),
                    "{}",
                    2,
                    1 + i % 2,
                    Map.of(),
                    i == 3 ? Samples.content("x") : i == 4 ? new ContentChange.Remove() : first.content(),
                    100,
                    Samples.NOON.plusSeconds(i % 3)));
        }
        port.write(writes);
        for (int i = 0; i < 6; i++) {
            StoredRecord stored = read("k" + i);
            assertThat(stored.updatedAt()).isEqualTo(Samples.NOON.plusSeconds(i % 3));
            assertThat(stored.dataVersion()).isEqualTo(1 + i % 2);
            assertThat(stored.content().isPresent()).isEqualTo(i == 3);
        }
    }

    @Test
    void content_replacedRemovedAndDeleted_followsItsDocument() {
        for (String key : List.of("a", "b", "c")) {
            write(Samples.put(Samples.USERS, key, "{}", new Precondition.None(), Map.of(), Samples.content(key)));
        }
        port.write(List.of(
                Samples.put(Samples.USERS, "a", "{}", new Precondition.None(), Map.of(), Samples.content("new")),
                Samples.put(Samples.USERS, "b", "{}", new Precondition.None(), Map.of(), new ContentChange.Remove()),
                new Write.Delete(Samples.USERS, "c", new Precondition.None()),
                Samples.put(Samples.USERS, "d", "{}", new Precondition.Present(), Map.of(), Samples.content("x"))));
        assertThat(database.query(
                        "SELECT key || convert_from(frame, 'UTF8') FROM storageport.\"user\" WHERE frame IS NOT NULL"))
                .isEqualTo("anew");
        write(Samples.put(Samples.USERS, "a", "{}", new Precondition.None(), Map.of(), new ContentChange.Remove()));
        assertThat(database.query(
                        "SELECT count(*) FROM storageport.\"user\" WHERE frame IS NOT NULL OR raw_bytes IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void batch_ofEveryKind_reportsEachOutcomeInItsPlace() {
        for (String key : List.of("b", "d", "f")) {
            write(Samples.put(Samples.USERS, key, "{}"));
        }
        WriteOutcome.Written next = new WriteOutcome.Written(101, Samples.NOON, Samples.NOON.plusNanos(1000));
        WriteOutcome.Written first = new WriteOutcome.Written(100, Samples.NOON, Samples.NOON);
        List<WriteOutcome> outcomes = port.write(List.of(
                Samples.put(Samples.USERS, "a", "{}", new Precondition.Absent(), Map.of(), new ContentChange.Keep()),
                Samples.put(Samples.USERS, "b", "{}", new Precondition.Absent(), Map.of(), new ContentChange.Keep()),
                Samples.put(Samples.USERS, "c", "{}", new Precondition.Present(), Map.of(), new ContentChange.Keep()),
                Samples.put(
                        Samples.USERS, "d", "{}", new Precondition.AtRevision(100), Map.of(), new ContentChange.Keep()),
                new Write.Delete(Samples.USERS, "e", new Precondition.None()),
                new Write.Touch(Samples.USERS, "f", Samples.NOON),
                Samples.put(Samples.PLAIN, "a", "{}")));
        assertThat(outcomes)
                .containsExactly(
                        first,
                        new WriteOutcome.NotApplied(),
                        new WriteOutcome.NotApplied(),
                        next,
                        new WriteOutcome.NotApplied(),
                        next,
                        first);
    }

    @Test
    void batch_valueThatMovesInKeyOrder_isJudgedAsIfWrittenOneAfterAnother() {
        port.write(List.of(Samples.put("a", Samples.tag("x")), Samples.put("c", Samples.tag("z"))));
        port.write(List.of(
                Samples.put("a", Samples.tag("y")),
                Samples.put("b", Samples.tag("x")),
                new Write.Delete(Samples.USERS, "c", new Precondition.None()),
                Samples.put("d", Samples.tag("z"))));
        assertThat(port.read(Samples.USERS, List.of("a", "b", "c", "d"), Projection.METADATA))
                .containsOnlyKeys("a", "b", "d");
        List<Write> tooEarly = List.of(
                Samples.put("a", Samples.tag("z")), new Write.Delete(Samples.USERS, "d", new Precondition.None()));
        assertThatThrownBy(() -> port.write(tooEarly)).isInstanceOf(UniqueViolationException.class);
    }

    @Test
    void batch_ofUpdatesWithAUniqueValue_isJudgedInKeyOrder() {
        List<Write> puts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            puts.add(Samples.put("k%03d".formatted(i), Samples.tag("t" + i)));
        }
        port.write(puts);
        List<Write> moves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            moves.add(Samples.put(
                    Samples.USERS,
                    "k%03d".formatted(i),
                    "{}",
                    new Precondition.Present(),
                    Samples.tag("t" + (i == 0 ? 1000 : i - 1)),
                    new ContentChange.Keep()));
        }
        assertThat(port.write(moves)).allMatch(WriteOutcome.Written.class::isInstance);
    }

    @Test
    void indexValues_ofEachType_areFoundExactlyWhetherWrittenAloneOrInABatch() {
        Map<String, IndexValue> values = Map.of(
                "group", new IndexValue.TextValue("{a,\"b\\c}"),
                "whole", new IndexValue.IntegerValue(Long.MIN_VALUE),
                "real", new IndexValue.RealValue(Double.MIN_VALUE),
                "bool", new IndexValue.BooleanValue(false),
                "moment", new IndexValue.InstantValue(Instant.parse("0001-01-01T00:00:00.000001Z")),
                "day", new IndexValue.DateValue(LocalDate.of(1582, 10, 10)),
                "uuid", new IndexValue.UuidValue(UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff")));
        write(Samples.put("alone", values));
        port.write(List.of(Samples.put("batch", values), Samples.put("none", Map.of())));
        values.forEach((index, value) ->
                assertThat(keys(Filters.equal(index, value), Order.KEY)).containsExactly("alone", "batch"));
    }

    private List<String> keys(Filter filter, Order order) {
        try (RecordCursor cursor = port.scan(Filters.scan(Samples.USERS, filter, order, Projection.METADATA))) {
            List<String> keys = new ArrayList<>();
            cursor.forEachRemaining(record -> keys.add(record.key()));
            return keys;
        }
    }

    @Test
    void times_fromTheFirstYearToTheLast_areKeptAndComparedExactly() {
        List<Instant> times = List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1500-02-28T23:59:59.999999Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"));
        for (int i = 0; i < times.size(); i++) {
            Write.Put put = new Write.Put(
                    Samples.USERS,
                    "k" + i,
                    new Precondition.None(),
                    "{}",
                    2,
                    1,
                    Map.of(),
                    new ContentChange.Keep(),
                    1,
                    times.get(i));
            write(put);
        }
        for (int i = 0; i < times.size(); i++) {
            assertThat(read("k" + i).updatedAt()).isEqualTo(times.get(i));
            assertThat(port.count(Samples.USERS, Filters.updatedBefore(times.get(i))))
                    .isEqualTo(i);
        }
        assertThat(keys(new Filter.All(), new Order(Field.Attribute.UPDATED_AT, true)))
                .containsExactly("k3", "k2", "k1", "k0");
    }

    @Test
    void read_of70000Keys_isOneSnapshotOfThoseThatExist() {
        List<Write> puts = IntStream.range(0, 70_000)
                .<Write>mapToObj(i -> Samples.put(Samples.PLAIN, "k%05d".formatted(i), "{}"))
                .toList();
        assertThat(port.write(puts)).hasSize(70_000);
        List<String> keys = IntStream.range(0, 70_000)
                .mapToObj(i -> "k%05d".formatted(i * 2))
                .toList();
        assertThat(port.read(Samples.PLAIN, keys, Projection.METADATA)).hasSize(35_000);
        assertThat(port.delete(Samples.PLAIN, Filters.keys("k10000", "k20000"))).isEqualTo(10_000);
    }

    @Test
    void scan_insideATransaction_doesNotShowItsLaterWrites() {
        List<Write> puts = IntStream.range(0, 1200)
                .<Write>mapToObj(i -> Samples.put(Samples.PLAIN, "k%05d".formatted(i), "{}"))
                .toList();
        port.write(puts);
        Scan all = Filters.all(Samples.PLAIN, Projection.BODY);
        int seen = port.transact(TransactionAttempt.FIRST, transaction -> {
            RecordCursor cursor = transaction.scan(all);
            cursor.next();
            transaction.delete(Samples.PLAIN, Filters.keysFrom("k01100"));
            transaction.write(List.of(Samples.put(Samples.PLAIN, "z", "{}")));
            int count = 1;
            while (cursor.hasNext()) {
                assertThat(cursor.next().key()).isNotEqualTo("z");
                count++;
            }
            return count;
        });
        assertThat(seen).isEqualTo(1200);
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1101);
    }

    @Test
    void transaction_failedOperationSwallowed_isNeverCommitted() {
        write(Samples.put("a", Samples.tag("x")));
        assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, transaction -> {
                    transaction.write(List.of(Samples.put("b", Map.of())));
                    assertThatThrownBy(() -> transaction.write(List.of(Samples.put("c", Samples.tag("x")))))
                            .isInstanceOf(UniqueViolationException.class);
                    return "done";
                }))
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(port.count(Samples.USERS, new Filter.All())).isEqualTo(1);
    }

    @Test
    void transactions_thatWouldSkew_doNotBothCommit() {
        write(Samples.put(Samples.PLAIN, "a", "{}"));
        write(Samples.put(Samples.PLAIN, "b", "{}"));
        List<String> both = List.of("a", "b");
        assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, first -> {
                    first.read(Samples.PLAIN, both, Projection.METADATA);
                    port.transact(TransactionAttempt.FIRST, second -> {
                        second.read(Samples.PLAIN, both, Projection.METADATA);
                        return second.write(List.of(Samples.put(Samples.PLAIN, "a", "[1]")));
                    });
                    return first.write(List.of(Samples.put(Samples.PLAIN, "b", "[1]")));
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(read(Samples.PLAIN, "b").revision()).isEqualTo(100);
        assertThat(port.pool().orElseThrow().inUse()).isZero();
    }

    @Test
    void transaction_workThatThrows_rollsBackAndTheExceptionArrivesUnchanged() {
        IllegalStateException thrown = new IllegalStateException("mine");
        assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, transaction -> {
                    transaction.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }

    @Test
    void summarize_ofAnyNumberOfRecords_takesTheNearestRank() {
        List<Integer> percentiles = IntStream.rangeClosed(1, 100).boxed().toList();
        assertThat(port.summarize(Samples.PLAIN, percentiles).updatedAtPercentiles())
                .isEmpty();
        for (int records = 1; records <= 130; records++) {
            Instant time = Samples.NOON.minusSeconds(records);
            write(new Write.Put(
                    Samples.PLAIN,
                    "k" + records,
                    new Precondition.None(),
                    "{}",
                    2,
                    1,
                    Map.of(),
                    new ContentChange.Keep(),
                    1,
                    time));
            RecordStatistics statistics = port.summarize(Samples.PLAIN, percentiles);
            assertThat(statistics.records()).isEqualTo(records);
            for (int percentile : percentiles) {
                assertThat(statistics.updatedAtPercentiles().get(percentile - 1))
                        .isEqualTo(Samples.NOON.minusSeconds(RecordStatistics.nearestRank(percentile, records)));
            }
        }
    }
}
