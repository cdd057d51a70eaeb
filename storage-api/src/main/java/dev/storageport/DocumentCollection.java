// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The documents of one collection, reached from a {@link Storage} or, inside a transaction, from its {@link Transaction}.
 *
 * <p>Each method is one atomic, serializable operation: it is applied as a whole or not at all, sees one snapshot, and a write that
 * returned is durable. Inside a transaction the same methods take part in it instead. Any number of threads may use a collection
 * of a storage; one of a transaction belongs to that transaction's thread.
 *
 * <p>Errors common to all methods: {@link InvalidValueException} and {@link LimitExceededException} for arguments, before any I/O;
 * {@link UsageException} for a call beside a transaction open on this thread; {@link StorageClosedException};
 * {@link StorageTimeoutException}, {@link StorageUnavailableException}, {@link StorageInterruptedException} and
 * {@link TransactionConflictException}, which may be repeated. Methods that write may also throw {@link OutOfSpaceException} and
 * {@link UniqueViolationException}; methods that return values {@link MappingException} and {@link CorruptDataException}.
 *
 * @param <T> the type of the documents
 */
public final class DocumentCollection<T> {

    private static final ContentChange KEEP = new ContentChange.Keep();
    private static final ContentChange REMOVE = new ContentChange.Remove();
    private static final Precondition NONE = new Precondition.None();
    private static final Precondition ABSENT = new Precondition.Absent();
    private static final Precondition PRESENT = new Precondition.Present();

    private final CollectionSpec<T> spec;
    private final Records<T> records;
    private final Session session;

    DocumentCollection(CollectionSpec<T> spec, Records<T> records, Session session) {
        this.spec = spec;
        this.records = records;
        this.session = session;
    }

    // ---- reading by key

    /** Returns the document of that key, without its content; empty if there is none. */
    public Optional<Stored<T>> get(String key) {
        return read("get", key, Projection.BODY).map(records::stored);
    }

    /** Returns the document of that key and its content, read in one step; empty if there is no such document. */
    public Optional<StoredWithContent<T>> getWithContent(String key) {
        return read("getWithContent", key, Projection.BODY_AND_CONTENT)
                .map(entry -> new StoredWithContent<>(records.stored(entry), records.content(entry)));
    }

    /** Returns the content of that document; empty if the document is absent or has no content. */
    public Optional<Content> content(String key) {
        return read("content", key, Projection.CONTENT).flatMap(records::content);
    }

    /** Returns whether there is a document of that key. */
    public boolean contains(String key) {
        return read("contains", key, Projection.METADATA).isPresent();
    }

    /**
     * Returns the documents of those keys that exist, from one snapshot, in the order of the keys.
     *
     * @param keys any number of keys; a key that comes twice counts once
     * @return a new map; absent keys have no entry
     */
    public Map<String, Stored<T>> getAll(Collection<String> keys) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String key : keys) {
            distinct.add(checked(key));
        }
        Map<String, Stored<T>> found = new LinkedHashMap<>();
        if (distinct.isEmpty()) {
            return found;
        }
        Map<String, StoredRecord> read =
                call("getAll", operations -> operations.read(spec.definition(), distinct, Projection.BODY));
        for (String key : distinct) {
            StoredRecord entry = read.get(key);
            if (entry != null) {
                found.put(key, records.stored(entry));
            }
        }
        return found;
    }

    private Optional<StoredRecord> read(String operation, String key, Projection projection) {
        List<String> keys = List.of(checked(key));
        return Optional.ofNullable(call(operation, operations -> operations.read(spec.definition(), keys, projection))
                .get(key));
    }

    // ---- writing by key

    /**
     * Inserts the document, or replaces it as a whole: a content it had is removed. {@link #update} keeps the content.
     *
     * @return the document as it is stored now
     */
    public Stored<T> put(String key, T value) {
        return write("put", key, value, REMOVE, NONE).orElseThrow();
    }

    /**
     * Inserts the document with a content, or replaces it as a whole.
     *
     * @return the document as it is stored now
     */
    public Stored<T> put(String key, T value, Content content) {
        return write("put", key, value, replacing(content), NONE).orElseThrow();
    }

    /** Inserts the document. Returns it as it is stored; empty, and nothing changed, if the key is taken. */
    public Optional<Stored<T>> insert(String key, T value) {
        return write("insert", key, value, REMOVE, ABSENT);
    }

    /** Inserts the document with a content. Returns it as it is stored; empty, and nothing changed, if the key is taken. */
    public Optional<Stored<T>> insert(String key, T value, Content content) {
        return write("insert", key, value, replacing(content), ABSENT);
    }

    /**
     * Replaces the document as a whole: a content it had is removed. Returns it as it is stored now; empty, and nothing changed,
     * if there is none.
     */
    public Optional<Stored<T>> replace(String key, T value) {
        return write("replace", key, value, REMOVE, PRESENT);
    }

    /**
     * Replaces the document as a whole, with a content. Returns it as it is stored now; empty, and nothing changed, if there is
     * none.
     */
    public Optional<Stored<T>> replace(String key, T value, Content content) {
        return write("replace", key, value, replacing(content), PRESENT);
    }

    /**
     * Replaces the document as a whole if it still has that revision: a content it had is removed. Returns it as it is stored now;
     * empty, and nothing changed, if it is absent or has been written since.
     */
    public Optional<Stored<T>> replaceIf(String key, long revision, T value) {
        return write("replaceIf", key, value, REMOVE, new Precondition.AtRevision(revision));
    }

    /**
     * Replaces the document as a whole, with a content, if it still has that revision. Returns it as it is stored now; empty, and
     * nothing changed, if it is absent or has been written since.
     */
    public Optional<Stored<T>> replaceIf(String key, long revision, T value, Content content) {
        return write("replaceIf", key, value, replacing(content), new Precondition.AtRevision(revision));
    }

    /**
     * Writes the documents, each as {@link #put} does, all or nothing. If a unique index refuses one, nothing is written; the index
     * is judged as if the documents were written one after another in key order.
     *
     * @param documents any number, no key twice
     * @return the documents as they are stored now, in the order given
     */
    public List<Stored<T>> putAll(Collection<Document<T>> documents) {
        Instant now = session.now();
        Map<String, Write> writes = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Document<T> document : documents) {
            ContentChange content =
                    document.content().map(DocumentCollection::replacing).orElse(REMOVE);
            Write.Put put = records.put(document.key(), document.value(), content, NONE, now);
            if (writes.put(put.key(), put) != null) {
                throw keyTwice(put.key());
            }
        }
        Map<String, WriteOutcome> outcomes = writeAll("putAll", writes);
        List<Stored<T>> stored = new ArrayList<>(outcomes.size());
        for (Document<T> document : documents) {
            WriteOutcome outcome = outcomes.get(document.key());
            stored.add(records.written(document.key(), document.value(), Objects.requireNonNull(outcome))
                    .orElseThrow());
        }
        return stored;
    }

    /**
     * Replaces the value of a document by what the function makes of it, and keeps its content. No concurrent write is lost: if the
     * document changed meanwhile, the function runs again on the new value.
     *
     * @param change computes the new value; may run several times; what it throws reaches the caller and nothing is written
     * @return the document as it is stored now; empty, and the function not called, if there is none
     */
    public Optional<Stored<T>> update(String key, UnaryOperator<T> change) {
        List<String> keys = List.of(checked(key));
        return call("update", operations -> {
            StoredRecord entry =
                    operations.read(spec.definition(), keys, Projection.BODY).get(key);
            if (entry == null) {
                return Optional.empty();
            }
            T value = change.apply(records.stored(entry).value());
            Precondition unchanged = new Precondition.AtRevision(entry.revision());
            Write.Put put = records.put(key, value, KEEP, unchanged, session.now());
            Optional<Stored<T>> stored = records.written(key, value, only(operations.write(List.of(put))));
            if (stored.isEmpty()) {
                throw new TransactionConflictException(
                        TextRules.document(spec.name(), key) + ": was written by someone else meanwhile", null);
            }
            return stored;
        });
    }

    /**
     * Moves {@code updatedAt} and revision of a document and nothing else.
     *
     * @return whether there was such a document
     */
    public boolean touch(String key) {
        Write touch = new Write.Touch(spec.definition(), checked(key), session.now());
        return applied("touch", touch) instanceof WriteOutcome.Written;
    }

    // ---- deleting

    /**
     * Deletes a document with its content.
     *
     * @return whether there was such a document
     */
    public boolean delete(String key) {
        return applied("delete", deletion(key, NONE)) instanceof WriteOutcome.Deleted;
    }

    /**
     * Deletes a document with its content if it still has that revision.
     *
     * @return whether it was deleted; {@code false} if it is absent or has been written since
     */
    public boolean deleteIf(String key, long revision) {
        return applied("deleteIf", deletion(key, new Precondition.AtRevision(revision)))
                instanceof WriteOutcome.Deleted;
    }

    /**
     * Deletes the documents of those keys with their contents, all or nothing.
     *
     * @param keys any number, no key twice
     * @return how many of them existed
     */
    public long deleteAll(Collection<String> keys) {
        Map<String, Write> writes = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String key : keys) {
            if (writes.put(checked(key), deletion(key, NONE)) != null) {
                throw keyTwice(key);
            }
        }
        return writeAll("deleteAll", writes).values().stream()
                .filter(WriteOutcome.Deleted.class::isInstance)
                .count();
    }

    /** Deletes the documents that meet the condition, with their contents, and returns their exact number. */
    public long delete(Condition<? super T> condition) {
        Filter filter = filter(condition);
        return call("delete", operations -> operations.delete(spec.definition(), filter));
    }

    /** Deletes every document of the collection and returns their number. */
    public long clear() {
        return call("clear", operations -> operations.delete(spec.definition(), new Filter.All()));
    }

    // ---- reading many

    /** Returns the documents that the query means, in its order, without their contents, in a new list. */
    public List<Stored<T>> find(Query<? super T> query) {
        Scan scan = scan(query);
        return call("find", operations -> {
            List<Stored<T>> found = new ArrayList<>();
            try (RecordCursor cursor = operations.scan(scan)) {
                while (cursor.hasNext()) {
                    found.add(records.stored(cursor.next()));
                }
            }
            return found;
        });
    }

    /** Returns the first document that the query means, without its content; empty if there is none. */
    public Optional<Stored<T>> findFirst(Query<? super T> query) {
        return find(query.limit(1)).stream().findFirst();
    }

    /** Returns a stream of all documents by key; see {@link #stream(Query)}. */
    public Stream<Stored<T>> stream() {
        return stream(Condition.all());
    }

    /**
     * Returns the documents that the query means, in its order, without their contents, read as the stream advances: from one
     * snapshot, so writes made meanwhile do not show, and in bounded memory (inside a transaction the result may be held in memory).
     *
     * @return a sequential stream that must be closed, best by try-with-resources: until then it holds a connection; closing the
     *     storage, or ending the transaction, closes it, and advancing it then throws {@link StorageClosedException} or
     *     {@link UsageException}
     */
    public Stream<Stored<T>> stream(Query<? super T> query) {
        RecordCursor cursor = session.open(operation("stream"), scan(query));
        int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, traits), false)
                .map(records::stored)
                .onClose(cursor::close);
    }

    /** Returns the number of documents. */
    public long count() {
        return count(Condition.all());
    }

    /** Returns the number of documents that meet the condition. */
    public long count(Condition<? super T> condition) {
        Filter filter = filter(condition);
        return call("count", operations -> operations.count(spec.definition(), filter));
    }

    /** Returns figures over all documents, from one snapshot. */
    public Summary summary() {
        return Summaries.of(
                call("summary", operations -> operations.summarize(spec.definition(), Summaries.PERCENTILES)),
                session.now());
    }

    // ---- shared steps

    private Optional<Stored<T>> write(
            String operation, String key, T value, ContentChange content, Precondition precondition) {
        Write.Put put = records.put(key, value, content, precondition, session.now());
        return records.written(key, value, applied(operation, put));
    }

    private WriteOutcome applied(String operation, Write write) {
        List<Write> writes = List.of(write);
        return only(call(operation, operations -> operations.write(writes)));
    }

    private Map<String, WriteOutcome> writeAll(String operation, Map<String, Write> sorted) {
        Map<String, WriteOutcome> byKey = new HashMap<>();
        if (sorted.isEmpty()) {
            return byKey;
        }
        List<Write> writes = List.copyOf(sorted.values());
        List<WriteOutcome> outcomes = call(operation, operations -> operations.write(writes));
        for (int i = 0; i < writes.size(); i++) {
            byKey.put(writes.get(i).key(), outcomes.get(i));
        }
        return byKey;
    }

    private static WriteOutcome only(List<WriteOutcome> outcomes) {
        return outcomes.get(0);
    }

    private static ContentChange replacing(Content content) {
        return new ContentChange.Replace(ContentCodec.encode(content));
    }

    private Write.Delete deletion(String key, Precondition precondition) {
        return new Write.Delete(spec.definition(), checked(key), precondition);
    }

    private String checked(String key) {
        return TextRules.key(spec.name(), key);
    }

    private InvalidValueException keyTwice(String key) {
        return new InvalidValueException(TextRules.document(spec.name(), key), "comes twice in one batch");
    }

    private Filter filter(Condition<? super T> condition) {
        return condition.clause().filter(spec.definition(), session.now());
    }

    private Scan scan(Query<? super T> query) {
        Filter filter = query.clause().filter(spec.definition(), session.now());
        return new Scan(spec.definition(), filter, query.order(), query.maximum(), Projection.BODY);
    }

    private <R> R call(String operation, Function<RecordOperations, R> work) {
        return session.call(operation(operation), work);
    }

    private String operation(String verb) {
        return verb + " in collection " + spec.name();
    }
}
