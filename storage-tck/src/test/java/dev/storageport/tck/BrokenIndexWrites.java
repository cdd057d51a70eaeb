// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Alterations of what indexes keep, of which broken ports are made. */
final class BrokenIndexWrites {

    private BrokenIndexWrites() {}

    /** Keeps other values in the indexes of a kind; none where the function gives none. */
    static UnaryOperator<RecordOperations> values(IndexKind kind, Function<IndexValue, Optional<IndexValue>> wrong) {
        return written(
                (write, index, value) -> index.kind() == kind && value.isPresent() ? wrong.apply(value.get()) : value);
    }

    /** Keeps other texts to search. */
    static UnaryOperator<RecordOperations> searchTexts(UnaryOperator<String> wrong) {
        return values(
                IndexKind.SEARCH,
                value -> Optional.of(new IndexValue.TextValue(wrong.apply(((IndexValue.TextValue) value).value()))));
    }

    /** What an index keeps of a write. */
    @FunctionalInterface
    interface Keeping {
        Optional<IndexValue> keeps(Write write, IndexDefinition index, Optional<IndexValue> value);
    }

    static UnaryOperator<RecordOperations> written(Keeping wrong) {
        return AlteredOperations.write(write -> {
            if (write instanceof Write.Put put) {
                return AlteredOperations.put(
                        put,
                        put.key(),
                        put.precondition(),
                        put.dataVersion(),
                        values(put, put.indexValues(), wrong),
                        put.content(),
                        put.firstRevision(),
                        put.now());
            } else if (write instanceof Write.Reindex reindex) {
                return new Write.Reindex(
                        reindex.collection(),
                        reindex.key(),
                        reindex.revision(),
                        reindex.body(),
                        values(reindex, reindex.indexValues(), wrong));
            }
            return write;
        });
    }

    private static Map<String, IndexValue> values(Write write, Map<String, IndexValue> right, Keeping wrong) {
        Map<String, IndexValue> values = new HashMap<>();
        for (IndexDefinition index : write.collection().indexes()) {
            wrong.keeps(write, index, Optional.ofNullable(right.get(index.name())))
                    .ifPresent(value -> values.put(index.name(), value));
        }
        return values;
    }

    /** What an index keeps of a write beside what it kept before, also of a document that is gone. */
    @FunctionalInterface
    interface Remembering {
        Optional<IndexValue> keeps(IndexValue before, Optional<IndexValue> value);
    }

    static UnaryOperator<StoragePort> remembering(IndexKind kind, Remembering wrong) {
        return port -> {
            Map<String, IndexValue> kept = new ConcurrentHashMap<>();
            return new ForwardingPort(port, written((write, index, value) -> {
                String place = write.collection().name() + " " + index.name() + " " + write.key();
                IndexValue before = kept.get(place);
                Optional<IndexValue> now = index.kind() == kind && before != null ? wrong.keeps(before, value) : value;
                now.ifPresent(keep -> kept.put(place, keep));
                return now;
            }));
        };
    }
}
