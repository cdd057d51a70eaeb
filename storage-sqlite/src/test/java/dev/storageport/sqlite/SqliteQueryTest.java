// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random questions about random records, answered by SQLite and by {@link QueryOracle}. */
final class SqliteQueryTest {

    private static final CollectionDefinition THINGS = new CollectionDefinition(
            "thing",
            List.of(
                    SqliteFiles.single("text", IndexType.TEXT),
                    SqliteFiles.single("flag", IndexType.BOOLEAN),
                    SqliteFiles.single("real", IndexType.REAL),
                    new IndexDefinition("number", IndexKind.UNIQUE, IndexType.INTEGER, 1),
                    new IndexDefinition("tags", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("reals", IndexKind.MULTI_VALUE, IndexType.REAL, 1),
                    new IndexDefinition("find", IndexKind.SEARCH, IndexType.TEXT, 1)));
    private static final List<String> SORTABLE = List.of("text", "flag", "real", "number");
    private static final List<String> ALPHABET = List.of("a", "b", "c", "\uffff", "\ud83d\ude00", "%", "\"", "\\");
    private static final int RECORDS = 250;

    @TempDir
    Path directory;

    private Random random = new Random(0);
    private final Map<String, Map<String, IndexValue>> records = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void question_atRandom_isAnsweredAsItIsMeant(boolean memory) {
        long seed = System.nanoTime();
        random = new Random(seed);
        try (SqlitePort port = SqliteFiles.open(
                memory ? SqliteOptions.memory() : SqliteOptions.file(directory.resolve("app.db")), THINGS)) {
            for (int round = 0; round < 3; round++) {
                fill(port);
                for (int i = 0; i < 400; i++) {
                    assertAnswers(port, "seed " + seed + ", question " + round + "." + i);
                }
                port.transact(TransactionAttempt.FIRST, transaction -> {
                    for (int i = 0; i < 20; i++) {
                        assertAnswers(transaction, "seed " + seed + ", question in a transaction");
                    }
                    return "";
                });
                assertDeletes(port, "seed " + seed);
            }
        }
    }

    /** Writes all records anew, some for the first time, in one go. */
    private void fill(SqlitePort port) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, RECORDS).boxed().toList());
        Collections.shuffle(numbers, random);
        port.delete(THINGS, new Filter.Present("number")); // so that no new number has an old owner
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String key = "k" + i;
            Map<String, IndexValue> values = values(numbers.get(i));
            records.put(key, values);
            writes.add(new Write.Put(
                    THINGS, key, new Precondition.None(), "{}", 2, 1, values, new ContentChange.Keep(), 1, NOON));
        }
        port.write(writes);
    }

    private Map<String, IndexValue> values(int number) {
        Map<String, IndexValue> values = new HashMap<>();
        maybe(() -> values.put("text", text()));
        maybe(() -> values.put("flag", new IndexValue.BooleanValue(random.nextBoolean())));
        maybe(() -> values.put("real", real()));
        maybe(() -> values.put("number", new IndexValue.IntegerValue(number)));
        maybe(() -> values.put(
                "tags",
                many(IntStream.range(0, 4).<IndexValue>mapToObj(i -> text()).toList())));
        maybe(() -> values.put("reals", many(List.of(real(), real()))));
        maybe(() -> values.put(
                "find",
                new IndexValue.TextValue(word(8) + " " + word(5) + "\u001f" + word(9) + "\n" + word(4) + "\u001f")));
        return values;
    }

    private void maybe(Runnable put) {
        if (random.nextInt(4) > 0) {
            put.run();
        }
    }

    private static IndexValue many(List<IndexValue> values) {
        Set<IndexValue> distinct = new LinkedHashSet<>(values);
        return new IndexValue.MultiValue(List.copyOf(distinct));
    }

    private IndexValue.TextValue text() {
        return new IndexValue.TextValue(word(2));
    }

    private IndexValue real() {
        return new IndexValue.RealValue(random.nextInt(7) / 3.0 - 1);
    }

    private String word(int most) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(most); length > 0; length--) {
            word.append(one(ALPHABET));
        }
        return word.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private IndexValue value(String index) {
        return switch (index) {
            case "text", "tags" -> text();
            case "flag" -> new IndexValue.BooleanValue(random.nextBoolean());
            case "real", "reals" -> real();
            default -> new IndexValue.IntegerValue(random.nextInt(RECORDS));
        };
    }

    private Filter filter(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 10)) {
            case 0 -> new Filter.All();
            case 1, 2 -> in(one(List.of("text", "flag", "real", "number", "tags", "reals")));
            case 3, 4 -> range(one(SORTABLE));
            case 5 -> new Filter.Present(one(List.of("text", "number", "tags", "find")));
            case 6 -> random.nextBoolean() ? search() : keys();
            case 7 -> new Filter.Not(filter(depth - 1));
            case 8 -> new Filter.Or(parts(depth));
            default -> new Filter.And(parts(depth));
        };
    }

    private List<Filter> parts(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> filter(depth - 1))
                .toList();
    }

    private Filter in(String index) {
        Set<IndexValue> values = new LinkedHashSet<>();
        for (int size = random.nextInt(6); size > 0; size--) {
            values.add(value(index));
        }
        return new Filter.In(new Field.Indexed(index), List.copyOf(values));
    }

    private Filter range(String index) {
        return new Filter.Range(new Field.Indexed(index), bound(value(index)), bound(value(index)));
    }

    private Filter keys() {
        return new Filter.Range(Field.Attribute.KEY, bound(key()), bound(key()));
    }

    private IndexValue key() {
        return new IndexValue.TextValue("k" + random.nextInt(RECORDS));
    }

    private Optional<Filter.Bound> bound(IndexValue value) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(new Filter.Bound(value, random.nextBoolean()));
    }

    private Filter.Search search() {
        Set<String> words = new LinkedHashSet<>();
        for (int count = random.nextInt(2); count >= 0; count--) {
            words.add(word(4));
        }
        return new Filter.Search("find", List.copyOf(words));
    }

    private void assertAnswers(RecordOperations operations, String what) {
        Filter filter = filter(3);
        Field by = random.nextInt(4) == 0 ? Field.Attribute.KEY : new Field.Indexed(one(SORTABLE));
        Order order = new Order(by, random.nextBoolean());
        if (random.nextInt(5) == 0) {
            Filter.Search search = search();
            filter = new Filter.And(List.of(search, filter));
            order = new Order(Optional.of(search), by, false);
        }
        List<Position> expected = sorted(filter, order);
        String question = what + ": " + filter + " " + order;
        assertThat(operations.count(THINGS, filter)).as(question).isEqualTo(expected.size());
        Optional<Position> after = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(anywhere(order));
        if (after.isPresent()) {
            expected = QueryOracle.behind(expected, order, after.get());
        }
        OptionalInt limit = random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(30));
        expected = expected.subList(0, Math.min(limit.orElse(RECORDS), expected.size()));
        Scan scan = new Scan(THINGS, filter, order, after, limit, one(List.of(Projection.values())));
        List<Position> found = new ArrayList<>();
        try (RecordCursor cursor = operations.scan(scan)) {
            while (cursor.hasNext()) {
                StoredRecord record = cursor.next();
                found.add(cursor.position());
                assertThat(record.key()).isEqualTo(cursor.position().key());
            }
        }
        assertThat(found).as(question + " " + scan).isEqualTo(expected);
        assertCounts(operations, filter, question);
    }

    private List<Position> sorted(Filter filter, Order order) {
        List<Position> sorted = new ArrayList<>();
        records.forEach((key, values) -> {
            if (QueryOracle.holds(filter, key, values)) {
                sorted.add(QueryOracle.position(order, key, values));
            }
        });
        sorted.sort(QueryOracle.comparator(order));
        return sorted;
    }

    private Position anywhere(Order order) {
        OptionalInt rank = order.ranking().isPresent() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty();
        Optional<IndexValue> value = order.by() instanceof Field.Indexed indexed && random.nextInt(4) > 0
                ? Optional.of(value(indexed.index()))
                : Optional.empty();
        return new Position(rank, value, "k" + random.nextInt(RECORDS));
    }

    private void assertCounts(RecordOperations operations, Filter filter, String question) {
        String index = one(List.of("text", "flag", "real", "number", "tags", "reals"));
        Map<IndexValue, Long> expected = new TreeMap<>(Comparator.comparing(value -> value, QueryOracle::compare));
        records.forEach((key, values) -> {
            IndexValue value = values.get(index);
            if (value != null && QueryOracle.holds(filter, key, values)) {
                List<IndexValue> counted = value instanceof IndexValue.MultiValue many ? many.values() : List.of(value);
                counted.forEach(each -> expected.merge(each, 1L, Long::sum));
            }
        });
        List<ValueCount> counts = new ArrayList<>();
        expected.forEach((value, number) -> counts.add(new ValueCount(value, number)));
        assertThat(operations.countBy(THINGS, filter, index)).as(question).isEqualTo(counts);
    }

    private void assertDeletes(SqlitePort port, String what) {
        Filter filter = filter(2);
        long expected = sorted(filter, Order.KEY).size();
        assertThat(port.delete(THINGS, filter)).as(what + ": delete " + filter).isEqualTo(expected);
        records.entrySet().removeIf(entry -> QueryOracle.holds(filter, entry.getKey(), entry.getValue()));
        assertAnswers(port, what);
    }
}
