// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record with what the database keeps beside it. Immutable. */
record FakeRow(StoredRecord full, Map<String, IndexValue> indexValues, int bodyBytes) {

    /** Returns the row that a put makes of the stored one, or of nothing. */
    static FakeRow put(@Nullable FakeRow stored, Write.Put put) {
        Optional<ContentFrame> content = content(stored, put.content());
        StoredRecord full = stored == null
                ? entry(put, put.firstRevision(), put.now(), put.now(), content)
                : entry(put, stored.full.revision() + 1, stored.full.createdAt(), stored.next(put.now()), content);
        return new FakeRow(full, put.indexValues(), put.bodyBytes());
    }

    private static StoredRecord entry(
            Write.Put put, long revision, Instant createdAt, Instant updatedAt, Optional<ContentFrame> content) {
        return new StoredRecord(
                put.key(), revision, put.dataVersion(), createdAt, updatedAt, Optional.of(put.body()), content);
    }

    private static Optional<ContentFrame> content(@Nullable FakeRow stored, ContentChange change) {
        if (change instanceof ContentChange.Replace replace) {
            return Optional.of(replace.frame());
        }
        return change instanceof ContentChange.Keep && stored != null ? stored.full.content() : Optional.empty();
    }

    /** Returns this row touched. */
    FakeRow touched(Instant now) {
        StoredRecord touched = new StoredRecord(
                full.key(),
                full.revision() + 1,
                full.dataVersion(),
                full.createdAt(),
                next(now),
                full.body(),
                full.content());
        return new FakeRow(touched, indexValues, bodyBytes);
    }

    private Instant next(Instant now) {
        Instant soonest = full.updatedAt().plus(1, ChronoUnit.MICROS);
        return now.isBefore(soonest) ? soonest : now;
    }

    StoredRecord read(Projection projection) {
        return new StoredRecord(
                full.key(),
                full.revision(),
                full.dataVersion(),
                full.createdAt(),
                full.updatedAt(),
                projection.body() ? full.body() : Optional.empty(),
                projection.content() ? full.content() : Optional.empty());
    }

    boolean matches(Filter filter) {
        if (filter instanceof Filter.KeyRange range) {
            return range.from().map(from -> compare(full.key(), from) >= 0).orElse(true)
                    && range.before()
                            .map(before -> compare(full.key(), before) < 0)
                            .orElse(true);
        } else if (filter instanceof Filter.IndexEquals equals) {
            return equals.value().equals(indexValues.get(equals.index()));
        } else if (filter instanceof Filter.UpdatedBefore updated) {
            return full.updatedAt().isBefore(updated.instant());
        }
        return true;
    }

    private static int compare(String left, String right) {
        return CodePointOrder.INSTANCE.compare(left, right);
    }

    static Comparator<FakeRow> comparator(Order order) {
        Comparator<FakeRow> byKey = Comparator.comparing(row -> row.full.key(), CodePointOrder.INSTANCE);
        Comparator<FakeRow> ascending = switch (order.by()) {
            case KEY -> byKey;
            case CREATED_AT ->
                Comparator.comparing((FakeRow row) -> row.full.createdAt()).thenComparing(byKey);
            case UPDATED_AT ->
                Comparator.comparing((FakeRow row) -> row.full.updatedAt()).thenComparing(byKey);
        };
        return order.descending() ? ascending.reversed() : ascending;
    }
}
