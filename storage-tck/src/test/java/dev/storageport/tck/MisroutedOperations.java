// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Alterations of where something goes: to another key or another collection. */
final class MisroutedOperations {

    private MisroutedOperations() {}

    /** What is meant for one collection goes to another. */
    static UnaryOperator<RecordOperations> collections(UnaryOperator<CollectionDefinition> wrong) {
        UnaryOperator<RecordOperations> writes =
                AlteredOperations.write(write -> inCollection(write, wrong.apply(write.collection())));
        UnaryOperator<RecordOperations> scans = AlteredOperations.scan(scan -> new Scan(
                wrong.apply(scan.collection()),
                scan.filter(),
                scan.order(),
                scan.after(),
                scan.limit(),
                scan.projection()));
        return operations -> new DelegatingOperations(scans.apply(writes.apply(operations))) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                return super.read(wrong.apply(collection), keys, parts);
            }

            @Override
            public long delete(CollectionDefinition collection, Filter filter) {
                return super.delete(wrong.apply(collection), filter);
            }

            @Override
            public long count(CollectionDefinition collection, Filter filter) {
                return super.count(wrong.apply(collection), filter);
            }

            @Override
            public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
                return super.countBy(wrong.apply(collection), filter, index);
            }

            @Override
            public List<StoredRecord> staleRecords(
                    CollectionDefinition collection, String index, Optional<String> after, int limit) {
                return super.staleRecords(wrong.apply(collection), index, after, limit);
            }

            @Override
            public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
                return super.summarize(wrong.apply(collection), percentiles);
            }
        };
    }

    private static Write inCollection(Write write, CollectionDefinition collection) {
        if (write instanceof Write.Put put) {
            return new Write.Put(
                    collection,
                    put.key(),
                    put.precondition(),
                    put.body(),
                    put.bodyBytes(),
                    put.dataVersion(),
                    put.indexValues(),
                    put.content(),
                    put.firstRevision(),
                    put.now());
        } else if (write instanceof Write.Delete delete) {
            return new Write.Delete(collection, delete.key(), delete.precondition());
        } else if (write instanceof Write.Reindex reindex) {
            return new Write.Reindex(
                    collection, reindex.key(), reindex.revision(), reindex.body(), reindex.indexValues());
        }
        return new Write.Touch(collection, write.key(), ((Write.Touch) write).now());
    }

    /** Keys are changed on their way in, so that several may become one. */
    static UnaryOperator<RecordOperations> keys(UnaryOperator<String> wrong) {
        UnaryOperator<RecordOperations> writes = AlteredOperations.write(write -> {
            if (write instanceof Write.Put put) {
                return AlteredOperations.put(
                        put,
                        wrong.apply(put.key()),
                        put.precondition(),
                        put.dataVersion(),
                        put.indexValues(),
                        put.content(),
                        put.firstRevision(),
                        put.now());
            } else if (write instanceof Write.Delete delete) {
                return new Write.Delete(delete.collection(), wrong.apply(delete.key()), delete.precondition());
            } else if (write instanceof Write.Reindex) {
                return write; // of keys that were read, so they have been changed before
            }
            return new Write.Touch(write.collection(), wrong.apply(write.key()), ((Write.Touch) write).now());
        });
        return operations -> new DelegatingOperations(writes.apply(operations)) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = new HashMap<>();
                for (String key : keys) {
                    super.read(collection, List.of(wrong.apply(key)), parts)
                            .values()
                            .forEach(stored -> found.put(key, stored));
                }
                return found;
            }
        };
    }
}
