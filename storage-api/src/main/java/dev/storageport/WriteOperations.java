// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How the writing methods of a collection work. */
final class WriteOperations<T> {

    static final Precondition NONE = new Precondition.None();
    static final Precondition ABSENT = new Precondition.Absent();
    static final Precondition PRESENT = new Precondition.Present();
    private static final ContentChange KEEP = new ContentChange.Keep();
    private static final ContentChange REMOVE = new ContentChange.Remove();

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;
    private final Session session;

    WriteOperations(CollectionSpec<T> spec, RecordCodec<T> records, Session session) {
        this.spec = spec;
        this.records = records;
        this.session = session;
    }

    Optional<Stored<T>> put(String operation, Document<T> document, Precondition precondition) {
        return session.call(
                spec.operation(operation),
                () -> put(document, precondition, session.now()),
                (operations, put) -> records.written(put.key(), document.value(), only(operations, put)));
    }

    private Write.Put put(Document<T> document, Precondition precondition, Instant now) {
        ContentChange content = document.content()
                .<ContentChange>map(given -> new ContentChange.Replace(ContentCodec.encode(given)))
                .orElse(REMOVE);
        return records.put(document.key(), document.value(), content, precondition, now);
    }

    List<Stored<T>> putAll(Collection<Document<T>> documents) {
        List<Document<T>> given = new ArrayList<>();
        return session.call(spec.operation("putAll"), () -> puts(documents, given), (operations, puts) -> {
            Map<String, WriteOutcome> outcomes = outcomes(operations, puts);
            List<Stored<T>> stored = new ArrayList<>(given.size());
            for (Document<T> document : given) {
                WriteOutcome outcome = outcomes.getOrDefault(document.key(), new WriteOutcome.NotApplied());
                stored.add(records.written(document.key(), document.value(), outcome)
                        .orElseThrow());
            }
            return stored;
        });
    }

    /** Prepares the writes and keeps the documents as they were given at this moment. */
    private Map<String, Write> puts(Collection<Document<T>> documents, List<Document<T>> given) {
        Instant now = session.now();
        Map<String, Write> puts = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Document<T> document : documents) {
            if (document == null) {
                throw new InvalidValueException("collection " + spec.name() + ", a document of the batch", "is null");
            }
            given.add(document);
            addOnce(puts, put(document, NONE, now));
        }
        return puts;
    }

    Optional<Stored<T>> update(String key, UnaryOperator<T> change, Optional<Content> content) {
        return session.call(spec.operation("update"), () -> keyAndContent(key, content), (operations, prepared) -> {
            StoredRecord entry = read(operations, key);
            return entry == null
                    ? Optional.<Stored<T>>empty()
                    : Optional.of(changed(operations, entry, change, prepared));
        });
    }

    Stored<T> upsert(String key, Function<Optional<T>, T> change, Optional<Content> content) {
        return session.call(spec.operation("upsert"), () -> keyAndContent(key, content), (operations, prepared) -> {
            StoredRecord entry = read(operations, key);
            return entry == null
                    ? inserted(operations, key, change.apply(Optional.empty()), prepared)
                    : changed(operations, entry, value -> change.apply(Optional.of(value)), prepared);
        });
    }

    /** Checks the key and returns what becomes of the content, compressed once however often the function runs. */
    private ContentChange keyAndContent(String key, Optional<Content> content) {
        TextRules.key(spec.name(), key);
        return content.<ContentChange>map(given -> new ContentChange.Replace(ContentCodec.encode(given)))
                .orElse(KEEP);
    }

    private @Nullable StoredRecord read(RecordOperations operations, String key) {
        return operations.read(spec.definition(), List.of(key), Projection.BODY).get(key);
    }

    private Stored<T> inserted(RecordOperations operations, String key, T value, ContentChange content) {
        return written(operations, records.put(key, value, content, ABSENT, session.now()), value);
    }

    private Stored<T> changed(
            RecordOperations operations, StoredRecord entry, UnaryOperator<T> change, ContentChange content) {
        T value = change.apply(records.stored(entry).value());
        Precondition unchanged = new Precondition.AtRevision(entry.revision());
        return written(operations, records.put(entry.key(), value, content, unchanged, session.now()), value);
    }

    private Stored<T> written(RecordOperations operations, Write.Put put, T value) {
        return records.written(put.key(), value, only(operations, put))
                .orElseThrow(() -> new TransactionConflictException(
                        TextRules.document(spec.name(), put.key()) + ": was written by someone else meanwhile", null));
    }

    boolean touch(String key) {
        return applied(
                        "touch",
                        () -> new Write.Touch(spec.definition(), TextRules.key(spec.name(), key), session.now()))
                instanceof WriteOutcome.Written;
    }

    boolean delete(String operation, String key, Precondition precondition) {
        return applied(operation, () -> deletion(key, precondition)) instanceof WriteOutcome.Deleted;
    }

    long deleteAll(Collection<String> keys) {
        return session.call(
                spec.operation("deleteAll"),
                () -> deletions(keys),
                (operations, deletions) -> outcomes(operations, deletions).values().stream()
                        .filter(WriteOutcome.Deleted.class::isInstance)
                        .count());
    }

    private Map<String, Write> deletions(Collection<String> keys) {
        Map<String, Write> deletions = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String key : keys) {
            addOnce(deletions, deletion(key, NONE));
        }
        return deletions;
    }

    private Write.Delete deletion(String key, Precondition precondition) {
        return new Write.Delete(spec.definition(), TextRules.key(spec.name(), key), precondition);
    }

    private WriteOutcome applied(String operation, Supplier<Write> write) {
        return session.call(spec.operation(operation), write, WriteOperations::only);
    }

    private static WriteOutcome only(RecordOperations operations, Write write) {
        return operations.write(List.of(write)).get(0);
    }

    private void addOnce(Map<String, Write> writes, Write write) {
        if (writes.put(write.key(), write) != null) {
            throw new InvalidValueException(TextRules.document(spec.name(), write.key()), "comes twice in one batch");
        }
    }

    /** Applies the writes, which come in key order so that concurrent batches take their locks in one order. */
    private static Map<String, WriteOutcome> outcomes(RecordOperations operations, Map<String, Write> sorted) {
        Map<String, WriteOutcome> outcomes = new HashMap<>();
        if (!sorted.isEmpty()) {
            List<Write> writes = List.copyOf(sorted.values());
            List<WriteOutcome> applied = operations.write(writes);
            for (int i = 0; i < writes.size(); i++) {
                outcomes.put(writes.get(i).key(), applied.get(i));
            }
        }
        return outcomes;
    }
}
