// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
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
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random questions about random documents, answered by the server and by the reference. */
class PostgresQueryTest {

    private static final int DOCUMENTS = 150;
    private static final int QUESTIONS = 1500;

    private static final List<IndexDefinition> INDEXES = indexes();
    private static final CollectionDefinition HERO = new CollectionDefinition("hero", INDEXES);

    private static final List<String> TEXTS =
            List.of("", "a", "A", "ab", "b\\", "%", "_", "é", "\uFFFD", "\uD83D\uDE00", "{\"", "NULL");

    private static final List<String> WORDS = List.of("a", "yo", "yoda", "%", "_", "\\", "'", "é", "ab\uD83D\uDE00");

    private final Random random;
    private final long seed = System.nanoTime();

    PostgresQueryTest() {
        this.random = new Random(seed);
    }

    private static List<IndexDefinition> indexes() {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (IndexType type : IndexType.values()) {
            indexes.add(new IndexDefinition("one_" + type.name().toLowerCase(Locale.ROOT), IndexKind.SINGLE, type, 1));
            indexes.add(new IndexDefinition(
                    "many_" + type.name().toLowerCase(Locale.ROOT), IndexKind.MULTI_VALUE, type, 1));
        }
        indexes.add(new IndexDefinition("unique", IndexKind.UNIQUE, IndexType.INTEGER, 1));
        indexes.add(new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 1));
        return indexes;
    }

    @Test
    void answers_toRandomQuestions_areThoseOfTheReference() {
        Catalog catalog = new Catalog(List.of(HERO));
        try (TestDatabase database = TestDatabase.create();
                StoragePort server = database.port();
                StoragePort reference = FakeStorage.port(new FakeDatabase())) {
            server.prepare(catalog, SchemaMode.MIGRATE);
            reference.prepare(catalog, SchemaMode.MIGRATE);
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                writes.add(put(i));
            }
            for (StoragePort port : List.of(server, reference)) {
                port.write(writes.subList(0, DOCUMENTS / 2));
                writes.subList(DOCUMENTS / 2, DOCUMENTS).forEach(write -> port.write(List.of(write)));
            }
            for (int i = 0; i < QUESTIONS; i++) {
                ask(server, reference);
            }
        }
    }

    private void ask(StoragePort server, StoragePort reference) {
        Filter filter = filter(3);
        Scan scan = scan(filter);
        List<String> expected = answers(reference, scan);
        assertThat(answers(server, scan)).as("seed %d, %s", seed, scan).isEqualTo(expected);
        assertThat(server.count(HERO, filter)).as("seed %d, %s", seed, filter).isEqualTo(reference.count(HERO, filter));
        IndexDefinition index = any(INDEXES);
        if (index.kind() != IndexKind.SEARCH) {
            assertThat(server.countBy(HERO, filter, index.name()))
                    .as("seed %d, by %s, %s", seed, index, filter)
                    .isEqualTo(reference.countBy(HERO, filter, index.name()));
        }
    }

    private static List<String> answers(StoragePort port, Scan scan) {
        List<String> answers = new ArrayList<>();
        try (RecordCursor cursor = port.scan(scan)) {
            while (cursor.hasNext()) {
                answers.add(cursor.next().key() + " at " + cursor.position());
            }
        }
        return answers;
    }

    private Scan scan(Filter filter) {
        Optional<Filter.Search> ranking = Optional.empty();
        Filter asked = filter;
        if (random.nextInt(4) == 0) {
            Filter.Search search = search();
            ranking = Optional.of(search);
            asked = new Filter.And(List.of(search, filter));
        }
        Field by = any(List.<Field>of(
                Attribute.KEY,
                Attribute.CREATED_AT,
                Attribute.UPDATED_AT,
                Attribute.DATA_VERSION,
                orderable(),
                orderable()));
        Order order = new Order(ranking, by, ranking.isEmpty() && random.nextBoolean());
        OptionalInt limit = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(20)) : OptionalInt.empty();
        Optional<Position> after = random.nextInt(3) > 0 ? Optional.of(position(order)) : Optional.empty();
        return new Scan(HERO, asked, order, after, limit, any(List.of(Projection.values())));
    }

    private Position position(Order order) {
        OptionalInt rank = order.ranking().isPresent() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty();
        Optional<IndexValue> value = Optional.empty();
        if (order.by() instanceof Field.Indexed indexed) {
            value = random.nextInt(3) == 0
                    ? Optional.empty()
                    : Optional.of(value(HERO.index(indexed.index()).type()));
        } else if (order.by() == Attribute.DATA_VERSION) {
            value = Optional.of(new IndexValue.IntegerValue(random.nextInt(3)));
        } else if (order.by() != Attribute.KEY) {
            value = Optional.of(value(IndexType.INSTANT));
        }
        return new Position(rank, value, key(random.nextInt(DOCUMENTS)));
    }

    private Field.Indexed orderable() {
        IndexDefinition index = any(INDEXES.stream()
                .filter(each -> each.kind() == IndexKind.SINGLE || each.kind() == IndexKind.UNIQUE)
                .toList());
        return new Field.Indexed(index.name());
    }

    private Filter filter(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> new Filter.All();
            case 1 -> new Filter.Present(any(INDEXES).name());
            case 2 -> search();
            case 3 -> in();
            case 4 -> range();
            case 5 -> new Filter.And(List.of(filter(depth - 1), filter(depth - 1)));
            case 6 -> new Filter.Or(List.of(filter(depth - 1), filter(depth - 1)));
            default -> new Filter.Not(filter(depth - 1));
        };
    }

    private Filter.Search search() {
        List<String> words = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String word = any(WORDS);
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        return new Filter.Search("text", words);
    }

    private Filter in() {
        if (random.nextInt(4) == 0) {
            int first = random.nextInt(DOCUMENTS);
            List<IndexValue> keys =
                    List.of(new IndexValue.TextValue(key(first)), new IndexValue.TextValue(key(first + 1)));
            return new Filter.In(Attribute.KEY, keys.subList(0, 1 + random.nextInt(2)));
        }
        IndexDefinition index = any(INDEXES.subList(0, INDEXES.size() - 1));
        List<IndexValue> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            IndexValue value = value(index.type());
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        return new Filter.In(new Field.Indexed(index.name()), values);
    }

    private Filter range() {
        Field field = any(List.<Field>of(
                Attribute.KEY, Attribute.CREATED_AT, Attribute.DATA_VERSION, orderable(), orderable(), orderable()));
        return new Filter.Range(field, bound(field), bound(field));
    }

    private Optional<Filter.Bound> bound(Field field) {
        if (random.nextInt(3) == 0) {
            return Optional.empty();
        }
        IndexValue value;
        if (field instanceof Field.Indexed indexed) {
            value = value(HERO.index(indexed.index()).type());
        } else if (field == Attribute.KEY) {
            value = new IndexValue.TextValue(key(random.nextInt(DOCUMENTS)));
        } else if (field == Attribute.DATA_VERSION) {
            value = new IndexValue.IntegerValue(random.nextInt(4));
        } else {
            value = value(IndexType.INSTANT);
        }
        return Optional.of(new Filter.Bound(value, random.nextBoolean()));
    }

    private IndexValue value(IndexType type) {
        return switch (type) {
            case TEXT -> new IndexValue.TextValue(any(TEXTS));
            case INTEGER -> new IndexValue.IntegerValue(any(List.of(Long.MIN_VALUE, -1L, 0L, 1L, 2L, Long.MAX_VALUE)));
            case REAL ->
                new IndexValue.RealValue(any(List.of(-Double.MAX_VALUE, -0.1, 0.0, Double.MIN_VALUE, 0.1, 1e300)));
            case BOOLEAN -> new IndexValue.BooleanValue(random.nextBoolean());
            case INSTANT -> new IndexValue.InstantValue(instant(random.nextInt(8)));
            case DATE -> new IndexValue.DateValue(LocalDate.of(1582, 10, 1).plusDays(random.nextInt(20)));
            case UUID -> new IndexValue.UuidValue(new UUID(any(List.of(-1L, 0L, 1L)), random.nextInt(3) - 1));
        };
    }

    private static Instant instant(int i) {
        return i == 0 ? Instant.parse("0001-01-01T00:00:00Z") : Samples.NOON.plusNanos(i * 1000L);
    }

    private static String key(int i) {
        return (i % 3 == 0 ? "\uD83D\uDE00" : i % 3 == 1 ? "\uFFFD" : "k") + i;
    }

    private <E> E any(List<E> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Write.Put put(int i) {
        Map<String, IndexValue> values = new HashMap<>();
        for (IndexDefinition index : INDEXES) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            switch (index.kind()) {
                case SINGLE -> values.put(index.name(), value(index.type()));
                case UNIQUE -> values.put(index.name(), new IndexValue.IntegerValue(i * 1000L));
                case SEARCH ->
                    values.put(
                            index.name(),
                            new IndexValue.TextValue(
                                    any(WORDS) + " " + any(WORDS) + "\u001f" + any(WORDS) + "\u001f" + any(WORDS)));
                case TIME -> throw new AssertionError("has no values");
                case MULTI_VALUE -> {
                    List<IndexValue> many = new ArrayList<>(List.of(value(index.type())));
                    IndexValue other = value(index.type());
                    if (!many.contains(other)) {
                        many.add(other);
                    }
                    values.put(index.name(), new IndexValue.MultiValue(many));
                }
            }
        }
        String body = "{\"n\": " + i + "}";
        return new Write.Put(
                HERO,
                key(i),
                new Precondition.None(),
                body,
                body.length(),
                1 + i % 3,
                values,
                new ContentChange.Keep(),
                1,
                instant(i % 8));
    }
}
