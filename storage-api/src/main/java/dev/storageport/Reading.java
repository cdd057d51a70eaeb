// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How the reading methods of a collection work. */
final class Reading<T> {

    private static final int STREAM_TRAITS =
            Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT | Spliterator.IMMUTABLE;

    private final CollectionSpec<T> spec;
    private final Records<T> records;
    private final Session session;

    Reading(CollectionSpec<T> spec, Records<T> records, Session session) {
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
        Rows<Stored<T>> rows = session.open(spec.operation("stream"), () -> scan(query), records::stored);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, STREAM_TRAITS), false)
                .onClose(rows::close);
    }

    private Scan scan(Query<? super T> query) {
        Filter filter = query.clause().filter(spec.definition(), session.now());
        return new Scan(spec.definition(), filter, query.order(), query.maximum(), Projection.BODY);
    }

    long count(Condition<? super T> condition) {
        return session.call(
                spec.operation("count"),
                () -> condition.clause().filter(spec.definition(), session.now()),
                (operations, filter) -> operations.count(spec.definition(), filter));
    }

    Summary summary() {
        return session.call(
                spec.operation("summary"),
                session::now,
                (operations, now) -> Summaries.of(operations.summarize(spec.definition(), Summaries.PERCENTILES), now));
    }
}
