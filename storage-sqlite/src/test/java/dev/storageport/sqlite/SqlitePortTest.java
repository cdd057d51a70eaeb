// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.NOON;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.UsageException;
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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlitePortTest {

    private static final Map<String, IndexValue> MAIL = Map.of("mail", new IndexValue.TextValue("secret@example.org"));

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    void write_everyPrecondition_appliesOnlyWhereItHolds() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            assertThat(one(port, new Precondition.Present())).isInstanceOf(WriteOutcome.NotApplied.class);
            assertThat(one(port, new Precondition.Absent())).isEqualTo(written(1, 0));
            assertThat(one(port, new Precondition.Absent())).isInstanceOf(WriteOutcome.NotApplied.class);
            assertThat(one(port, new Precondition.None())).isEqualTo(written(2, 1));
            assertThat(one(port, new Precondition.Present())).isEqualTo(written(3, 2));
            assertThat(one(port, new Precondition.AtRevision(2))).isInstanceOf(WriteOutcome.NotApplied.class);
            assertThat(one(port, new Precondition.AtRevision(3))).isEqualTo(written(4, 3));
            assertThat(port.write(List.of(new Write.Touch(USERS, "a", NOON)))).containsExactly(written(5, 4));
            assertThat(port.write(List.of(new Write.Delete(USERS, "a", new Precondition.AtRevision(4)))))
                    .containsExactly(new WriteOutcome.NotApplied());
            assertThat(port.write(List.of(new Write.Delete(USERS, "a", new Precondition.AtRevision(5)))))
                    .containsExactly(new WriteOutcome.Deleted());
        }
    }

    private static WriteOutcome one(SqlitePort port, Precondition precondition) {
        return port.write(List.of(put("a", "{}", Map.of(), precondition, new ContentChange.Keep())))
                .get(0);
    }

    private static WriteOutcome written(long revision, int microsLater) {
        return new WriteOutcome.Written(revision, NOON, NOON.plusNanos(microsLater * 1000L));
    }

    @Test
    void insert_keyTakenAndUniqueValueTaken_isNotAppliedBecauseTheKeyDecides() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("a"), put("b", MAIL)));
            Write again = put("a", "{}", MAIL, new Precondition.Absent(), new ContentChange.Keep());
            assertThat(port.write(List.of(again))).containsExactly(new WriteOutcome.NotApplied());
        }
    }

    @Test
    void write_uniqueValueTaken_namesIndexAndNoValueAndKeepsNothing() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("owner", MAIL)));
            assertThatThrownBy(() -> port.write(List.of(put("first"), put("second", MAIL))))
                    .isInstanceOfSatisfying(UniqueViolationException.class, violation -> {
                        assertThat(violation.index()).isEqualTo("mail");
                        assertThat(violation.collection()).isEqualTo("user");
                        for (Throwable t = violation; t != null; t = t.getCause()) {
                            assertThat(t.toString()).doesNotContain("secret");
                        }
                    });
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    void content_replacedKeptRemoved_followsItsRecord() throws SQLException {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(content("a", new ContentChange.Replace(new ContentFrame(new byte[] {1, 2}, 7)))));
            port.write(List.of(content("a", new ContentChange.Keep())));
            StoredRecord kept = stored(port, Projection.CONTENT);
            assertThat(kept.content().orElseThrow().bytes()).containsExactly(1, 2);
            assertThat(kept.content().orElseThrow().rawBytes()).isEqualTo(7);
            assertThat(kept.body()).isEmpty();
            port.write(List.of(content("a", new ContentChange.Remove())));
            assertThat(stored(port, Projection.BODY_AND_CONTENT).content()).isEmpty();
            port.write(List.of(content("a", new ContentChange.Replace(new ContentFrame(new byte[0], 0)))));
            assertThat(port.delete(USERS, new Filter.All())).isEqualTo(1);
        }
        assertThat(SqliteFiles.query(file(), "SELECT count(*) FROM \"user$content\""))
                .containsExactly("0");
    }

    private static StoredRecord stored(SqlitePort port, Projection projection) {
        return Optional.ofNullable(port.read(USERS, List.of("a"), projection).get("a"))
                .orElseThrow();
    }

    private static Write content(String key, ContentChange change) {
        return put(key, "{}", Map.of(), new Precondition.None(), change);
    }

    @Test
    void pool_ofAPort_isThatOfItsReadersWhileItIsOpen() {
        SqlitePort port = new SqlitePort(SqliteOptions.file(file()));
        assertThat(port.pool()).isEmpty();
        port.prepare(SqliteFiles.CATALOG, SchemaMode.MIGRATE);
        port.write(List.of(put("a")));
        Scan all = all(Order.KEY);
        try (RecordCursor cursor = port.scan(all)) {
            assertThat(cursor.hasNext()).isTrue();
            PoolStatus pool = port.pool().orElseThrow();
            assertThat(pool.capacity()).isEqualTo(4);
            assertThat(pool.inUse()).isEqualTo(1);
            assertThat(pool.waiting()).isZero();
        }
        assertThat(port.pool().orElseThrow().inUse()).isZero();
        port.close();
        assertThat(port.pool()).isEmpty();
    }

    @Test
    void read_manyKeys_findsThemAllWhateverTheyContain() {
        List<String> odd =
                List.of("\"", "\\", "a\nb", "\u0001", "\u007f", "\ufeff", "\uffff", "\ud83d\ude00", "'", " ");
        List<String> keys = new ArrayList<>(odd);
        IntStream.range(0, 70_000).forEach(i -> keys.add("key-" + i));
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(keys.stream().<Write>map(SqliteFiles::put).toList());
            keys.add("absent");
            assertThat(port.read(USERS, keys, Projection.METADATA))
                    .hasSize(keys.size() - 1)
                    .containsKeys(odd.toArray(String[]::new));
        }
    }

    @Test
    void transact_workThrowsAfterAnOperationFailed_keepsNothing() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("owner", MAIL)));
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, operations -> {
                        operations.write(List.of(put("before")));
                        return operations.write(List.of(put("thief", MAIL)));
                    }))
                    .isInstanceOf(UniqueViolationException.class);
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(1);
            assertThatThrownBy(() ->
                            port.transact(TransactionAttempt.FIRST, operations -> port.write(List.of(put("beside")))))
                    .isInstanceOf(UsageException.class);
            port.write(List.of(put("next")));
        }
    }

    @Test
    void scanInTransaction_writesWhileIterating_seesTheOldSet() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(IntStream.range(0, 50).<Write>mapToObj(i -> put("k" + i)).toList());
            int seen = port.transact(TransactionAttempt.FIRST, operations -> {
                int count = 0;
                try (RecordCursor cursor = operations.scan(all(Order.KEY))) {
                    while (cursor.hasNext()) {
                        operations.write(List.of(put(cursor.next().key() + "x")));
                        count++;
                    }
                }
                return count;
            });
            assertThat(seen).isEqualTo(50);
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(100);
        }
    }

    @Test
    void scan_everyOrderAndFilter_isTotal() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("\uffff"), put("\ud83d\ude00"), put("a"), put("b")));
            port.write(List.of(put("a")));
            assertThat(keys(port, new Filter.All(), Order.KEY)).containsExactly("a", "b", "\uffff", "\ud83d\ude00");
            assertThat(keys(port, new Filter.All(), new Order(Field.Attribute.UPDATED_AT, true)))
                    .containsExactly("a", "\ud83d\ude00", "\uffff", "b");
            assertThat(keys(port, new Filter.All(), new Order(Field.Attribute.CREATED_AT, false)))
                    .containsExactly("a", "b", "\uffff", "\ud83d\ude00");
            assertThat(keys(port, range(Field.Attribute.KEY, "b", "\ud83d\ude00"), Order.KEY))
                    .containsExactly("b", "\uffff");
            assertThat(keys(
                            port,
                            new Filter.Range(
                                    Field.Attribute.UPDATED_AT,
                                    Optional.empty(),
                                    Optional.of(new Filter.Bound(
                                            new IndexValue.InstantValue(NOON.plusNanos(1000)), false))),
                            Order.KEY))
                    .containsExactly("b", "\uffff", "\ud83d\ude00");
        }
    }

    private static Filter range(Field field, String from, String to) {
        return new Filter.Range(
                field,
                Optional.of(new Filter.Bound(new IndexValue.TextValue(from), true)),
                Optional.of(new Filter.Bound(new IndexValue.TextValue(to), false)));
    }

    private static Scan all(Order order) {
        return new Scan(USERS, new Filter.All(), order, Optional.empty(), OptionalInt.empty(), Projection.BODY);
    }

    private static List<String> keys(SqlitePort port, Filter filter, Order order) {
        List<String> keys = new ArrayList<>();
        try (RecordCursor cursor =
                port.scan(new Scan(USERS, filter, order, Optional.empty(), OptionalInt.of(10), Projection.METADATA))) {
            cursor.forEachRemaining(record -> keys.add(record.key()));
        }
        return keys;
    }

    @Test
    void summarize_hundredRecords_takesNearestRanks() {
        try (SqlitePort port = SqliteFiles.open(file())) {
            assertThat(port.summarize(USERS, List.of(50)).updatedAtPercentiles())
                    .isEmpty();
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String key = String.format(java.util.Locale.ROOT, "%03d", i);
                writes.add(new Write.Put(
                        USERS,
                        key,
                        new Precondition.None(),
                        "{}",
                        2,
                        1,
                        Map.of(),
                        new ContentChange.Replace(new ContentFrame(new byte[3], 5)),
                        1,
                        NOON.plusSeconds(i)));
            }
            port.write(writes);
            RecordStatistics figures = port.summarize(USERS, List.of(1, 50, 99, 100));
            assertThat(figures)
                    .isEqualTo(new RecordStatistics(
                            100,
                            200,
                            500,
                            300,
                            Optional.of(NOON),
                            Optional.of(NOON.plusSeconds(99)),
                            List.of(NOON.plusSeconds(99), NOON.plusSeconds(50), NOON.plusSeconds(1), NOON)));
        }
    }

    @Test
    void manyThreads_writeAtOnce_nothingIsLostAndThePoolIsIdleAfterwards() throws Exception {
        SqliteOptions options = SqliteOptions.builder(file())
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try (SqlitePort port = SqliteFiles.open(options)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 100; t++) {
                int thread = t;
                futures.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < 50; i++) {
                        String key = thread + "-" + i;
                        port.write(List.of(put(key)));
                        assertThat(port.read(USERS, List.of(key), Projection.BODY))
                                .hasSize(1);
                    }
                    return thread;
                }));
            }
            start.countDown();
            for (Future<?> future : futures) {
                future.get();
            }
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(5000);
            assertThat(port.health(Duration.ofSeconds(5)).pool().orElseThrow().inUse())
                    .isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void memory_everyOperation_worksOnTheOneConnectionUntilClose() {
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.memory())) {
            port.write(List.of(put("a"), put("b")));
            try (RecordCursor cursor = port.scan(all(Order.KEY))) {
                port.write(List.of(put("c")));
                assertThat(cursor.next().key()).isEqualTo("a");
            }
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(3);
            assertThat(port.summarize(USERS, List.of(50)).records()).isEqualTo(3);
            assertThat(port.health(Duration.ofSeconds(1)).ok()).isTrue();
        }
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.memory())) {
            assertThat(port.count(USERS, new Filter.All())).isZero();
        }
    }
}
