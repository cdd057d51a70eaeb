// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How the reading methods of a collection work. */
final class ReadOperations<T> {

    private static final int STREAM_TRAITS =
            Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT | Spliterator.IMMUTABLE;

    /** The present for what a token is bound to: an age means the same condition for every page, whatever the time is. */
    private static final Instant QUERY_TIME = Instant.EPOCH;

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;
    private final Session session;
    private final PageTokens tokens;

    ReadOperations(CollectionSpec<T> spec, RecordCodec<T> records, Session session, PageTokens tokens) {
        this.tokens = tokens;
        this.spec = spec;
        this.records = records;
        this.session = session;
    }

    <R> Optional<R> one(String operation, String key, Projection projection, Function<StoredRecord, R> part) {
        return session.call(
                spec.operation(operation),
                () -> List.of(TextRules.key(spec.name(), key)),
                (operations, keys) -> Optional.ofNullable(operations
                                .read(spec.definition(), keys, projection)
                                .get(key))
                        .map(part));
    }

    Map<String, Stored<T>> all(Collection<String> keys) {
        return session.call(spec.operation("getAll"), () -> distinct(keys), (operations, distinct) -> {
            Map<String, Stored<T>> found = new LinkedHashMap<>();
            if (!distinct.isEmpty()) {
                Map<String, StoredRecord> read = operations.read(spec.definition(), distinct, Projection.BODY);
                for (String key : distinct) {
                    StoredRecord entry = read.get(key);
                    if (entry != null) {
                        found.put(key, records.stored(entry));
                    }
                }
            }
            return found;
        });
    }

    private Set<String> distinct(Collection<String> keys) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String key : keys) {
            distinct.add(TextRules.key(spec.name(), key));
        }
        return distinct;
    }

    List<Stored<T>> find(Query<? super T> query) {
        return session.call(spec.operation("find"), () -> scan(query), (operations, scan) -> {
            List<Stored<T>> found = new ArrayList<>();
            try (RecordCursor cursor = operations.scan(scan)) {
                while (cursor.hasNext()) {
                    found.add(records.stored(cursor.next()));
                }
            }
            return found;
        });
    }

    Stream<Stored<T>> stream(Query<? super T> query) {
        return stream(session.open(spec.operation("stream"), () -> scan(query), records::stored));
    }

    Stream<StoredMetadata> metadata(Query<? super T> query) {
        return stream(session.open(
                spec.operation("metadata"),
                () -> query.scan(spec.definition(), session.now(), query.maximum(), Projection.SIZE),
                entry -> new StoredMetadata(
                        entry.key(),
                        entry.revision(),
                        entry.dataVersion(),
                        entry.createdAt(),
                        entry.updatedAt(),
                        entry.bytes().orElseThrow())));
    }

    private static <R> Stream<R> stream(RowIterator<R> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, STREAM_TRAITS), false)
                .onClose(rows::close);
    }

    private Scan scan(Query<? super T> query) {
        return query.scan(spec.definition(), session.now(), query.maximum(), Projection.BODY);
    }

    private Filter filter(Query<? super T> query) {
        return query.filterSpec().filter(spec.definition(), session.now());
    }

    Page<T> page(Query<? super T> query, Optional<String> token) {
        int size = query.maximum().orElseThrow(() -> new InvalidValueException("page", "the query has no limit"));
        Scan bound = query.scan(spec.definition(), QUERY_TIME, OptionalInt.empty(), Projection.BODY);
        return session.call(spec.operation("page"), () -> pageScan(query, bound, size, token), (operations, scan) -> {
            List<Stored<T>> documents = new ArrayList<>();
            try (RecordCursor cursor = operations.scan(scan)) {
                while (documents.size() < size && cursor.hasNext()) {
                    documents.add(records.stored(cursor.next()));
                }
                if (documents.size() < size) {
                    return new Page<>(documents, Optional.empty());
                }
                Position last = cursor.position();
                return new Page<>(
                        documents, cursor.hasNext() ? Optional.of(tokens.token(bound, last)) : Optional.empty());
            }
        });
    }

    /** Returns the scan of one document more than a page has, which tells whether there is another page. */
    private Scan pageScan(Query<? super T> query, Scan bound, int size, Optional<String> token) {
        return new Scan(
                spec.definition(),
                filter(query),
                bound.order(),
                token.map(text -> tokens.position(bound, text)),
                OptionalInt.of(Math.min(size, Integer.MAX_VALUE - 1) + 1),
                Projection.BODY);
    }

    List<String> keys(Query<? super T> query) {
        return session.call(
                spec.operation("keys"),
                () -> query.scan(spec.definition(), session.now(), query.maximum(), Projection.METADATA),
                ReadOperations::keys);
    }

    boolean exists(Condition<? super T> condition) {
        return session.call(
                spec.operation("exists"),
                () -> condition // in no order that would have to be sorted for
                        .byKey()
                        .scan(spec.definition(), session.now(), OptionalInt.of(1), Projection.METADATA),
                (operations, scan) -> !keys(operations, scan).isEmpty());
    }

    private static List<String> keys(RecordOperations operations, Scan scan) {
        List<String> keys = new ArrayList<>();
        try (RecordCursor cursor = operations.scan(scan)) {
            while (cursor.hasNext()) {
                keys.add(cursor.next().key());
            }
        }
        return keys;
    }

    long count(Condition<? super T> condition) {
        return session.call(
                spec.operation("count"),
                () -> filter(condition),
                (operations, filter) -> operations.count(spec.definition(), filter));
    }

    <V> Map<V, Long> countBy(ValueIndex<T, V> index, Condition<? super T> condition) {
        return session.call(
                spec.operation("countBy"),
                () -> {
                    index.in(spec.definition());
                    return filter(condition);
                },
                (operations, filter) -> {
                    Map<V, Long> counts = new LinkedHashMap<>();
                    for (ValueCount count : operations.countBy(spec.definition(), filter, index.name())) {
                        counts.put(index.declared(count.value()), count.records());
                    }
                    return counts;
                });
    }

    String explain(Query<? super T> query) {
        return session.call(
                spec.operation("explain"),
                () -> scan(query),
                (operations, scan) -> Stream.concat(unindexedTimes(scan), operations.explain(scan).stream())
                        .collect(Collectors.joining("\n")));
    }

    /** Returns a line for each time that the query asks, and that the collection has no index on. */
    private static Stream<String> unindexedTimes(Scan scan) {
        return Stream.concat(
                        scan.filter().fields().stream(), Stream.of(scan.order().by()))
                .distinct()
                .filter(field -> field instanceof Field.Attribute time
                        && time.isTime()
                        && !scan.collection().hasIndexOn(time))
                .map(field -> "no index on "
                        + IndexDefinition.ofTime((Field.Attribute) field).name()
                        + ", because " + scan.collection().place()
                        + " declares none: every document that the other parts of the query leave is read");
    }

    Summary summary() {
        return session.call(
                spec.operation("summary"),
                session::now,
                (operations, now) -> Summaries.of(operations.summarize(spec.definition(), Summaries.PERCENTILES), now));
    }
}
