// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.SchemaMode;
import dev.storageport.TransactionConflictException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A port whose transactions run beside each other, each on a copy of what is committed, and write to the database in one step at their end. What that
 * step checks, and how old the copy is, is what a database calls its isolation level; none of these is serializable.
 */
final class WeakIsolationPort extends ForwardingPort {

    /** What transactions are kept from. */
    enum Isolation {
        /** Each operation sees what is committed by then; nothing is checked. */
        READ_COMMITTED,
        /** All operations see one state; nothing is checked. */
        UNCHECKED_SNAPSHOT,
        /** All operations see one state; the first of two writers of a document wins. */
        SNAPSHOT,
        /** The same, and nobody else may have written a document that was read by its key. */
        CHECKED_KEYS
    }

    /** The index values that programs gave with a body, because records come without them. */
    private static final Map<String, Map<String, IndexValue>> INDEX_VALUES = new ConcurrentHashMap<>();

    private final StoragePort right;
    private final Isolation isolation;
    private volatile Catalog catalog = new Catalog(List.of());

    WeakIsolationPort(StoragePort right, Isolation isolation) {
        super(right);
        this.right = right;
        this.isolation = isolation;
    }

    @Override
    public Catalog prepare(Catalog declared, SchemaMode mode) {
        catalog = declared;
        return super.prepare(declared, mode);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        remember(writes);
        return super.write(writes);
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        Loose transaction = new Loose();
        RecordOperations operations = (RecordOperations) Proxy.newProxyInstance(
                RecordOperations.class.getClassLoader(),
                new Class<?>[] {RecordOperations.class},
                (proxy, method, arguments) -> transaction.call(method, arguments));
        R result = work.apply(operations);
        right.transact(TransactionAttempt.FIRST, committed -> transaction.commit(committed));
        return result;
    }

    static void remember(List<Write> writes) {
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                INDEX_VALUES.put(put.body(), put.indexValues());
            }
        }
    }

    /** Returns the write that makes the record what it is. */
    static Write.Put asWritten(CollectionDefinition collection, StoredRecord entry) {
        String body = entry.body().orElseThrow();
        return new Write.Put(
                collection,
                entry.key(),
                new Precondition.None(),
                body,
                body.length(),
                entry.dataVersion(),
                INDEX_VALUES.getOrDefault(body, Map.of()),
                new ContentChange.Remove(),
                entry.revision(),
                entry.updatedAt());
    }

    static List<StoredRecord> matching(RecordOperations operations, CollectionDefinition collection, Filter filter) {
        List<StoredRecord> found = new ArrayList<>();
        try (RecordCursor cursor = operations.scan(
                new Scan(collection, filter, Order.KEY, Optional.empty(), OptionalInt.empty(), Projection.BODY))) {
            cursor.forEachRemaining(found::add);
        }
        return found;
    }

    private static Write unconditional(Write write) {
        if (write instanceof Write.Put put) {
            return new Write.Put(
                    put.collection(),
                    put.key(),
                    new Precondition.None(),
                    put.body(),
                    put.bodyBytes(),
                    put.dataVersion(),
                    put.indexValues(),
                    put.content(),
                    put.firstRevision(),
                    put.now());
        }
        return write instanceof Write.Delete
                ? new Write.Delete(write.collection(), write.key(), new Precondition.None())
                : write;
    }

    /** One transaction. */
    private final class Loose {

        private final Map<String, Long> revisions = new HashMap<>();
        private final List<Write> applied = new ArrayList<>();
        private final Set<String> keysRead = new HashSet<>();
        private RecordOperations view = copy();

        private RecordOperations copy() {
            StoragePort copy = FakeStorage.port(new FakeDatabase());
            copy.prepare(catalog, SchemaMode.MIGRATE);
            return right.transactReadOnly(committed -> {
                for (CollectionDefinition collection : catalog.collections()) {
                    List<Write> entries = new ArrayList<>();
                    for (StoredRecord entry : matching(committed, collection, new Filter.All())) {
                        entries.add(asWritten(collection, entry));
                        revisions.put(entry.key(), entry.revision());
                    }
                    copy.write(entries);
                }
                return copy;
            });
        }

        Object call(Method method, Object[] arguments) throws Throwable {
            if (isolation == Isolation.READ_COMMITTED) {
                view = copy();
                applied.forEach(write -> view.write(List.of(write)));
            }
            if (method.getName().equals("write")) {
                return write((List<?>) arguments[0]);
            } else if (method.getName().equals("delete")) {
                return delete((CollectionDefinition) arguments[0], (Filter) arguments[1]);
            } else if (method.getName().equals("read")) {
                ((Collection<?>) arguments[1]).forEach(key -> keysRead.add((String) key));
            }
            try {
                return method.invoke(view, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }

        private List<WriteOutcome> write(List<?> given) {
            List<Write> writes = given.stream().map(Write.class::cast).toList();
            remember(writes);
            List<WriteOutcome> outcomes = view.write(writes);
            for (int i = 0; i < outcomes.size(); i++) {
                if (!(outcomes.get(i) instanceof WriteOutcome.NotApplied)) {
                    applied.add(unconditional(writes.get(i)));
                }
            }
            return outcomes;
        }

        private long delete(CollectionDefinition collection, Filter filter) {
            List<Write> deletions = new ArrayList<>();
            for (StoredRecord entry : matching(view, collection, filter)) {
                deletions.add(new Write.Delete(collection, entry.key(), new Precondition.None()));
            }
            return write(deletions).size();
        }

        Boolean commit(RecordOperations committed) {
            if (isolation == Isolation.SNAPSHOT || isolation == Isolation.CHECKED_KEYS) {
                applied.forEach(write -> check(committed, write.collection(), write.key()));
            }
            if (isolation == Isolation.CHECKED_KEYS && !applied.isEmpty()) {
                for (CollectionDefinition collection : catalog.collections()) {
                    keysRead.forEach(key -> check(committed, collection, key));
                }
            }
            applied.forEach(write -> committed.write(List.of(write)));
            return true;
        }

        private void check(RecordOperations committed, CollectionDefinition collection, String key) {
            StoredRecord now = committed
                    .read(collection, List.of(key), Projection.METADATA)
                    .get(key);
            if (!Optional.ofNullable(now).map(StoredRecord::revision).equals(Optional.ofNullable(revisions.get(key)))) {
                throw new TransactionConflictException("key " + key + " was written meanwhile", null);
            }
        }
    }
}
