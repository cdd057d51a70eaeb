// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
 * {@link TransactionConflictException}, which may be repeated; {@link IndexNotReadyException} for a query whose index is being built. Methods that write may also throw {@link OutOfSpaceException} and
 * {@link UniqueViolationException}; methods that return values {@link MappingException} and {@link CorruptDataException}.
 *
 * @param <T> the type of the documents
 */
public final class DocumentCollection<T> {

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;
    private final Session session;
    private final Session reads;
    private final PageTokens tokens;
    private final ReadOperations<T> reading;
    private final WriteOperations<T> writing;
    private final BulkOperations<T> bulk;

    DocumentCollection(CollectionSpec<T> spec, RecordCodec<T> records, Session session, PageTokens tokens) {
        this(spec, records, session, session, tokens);
    }

    private DocumentCollection(
            CollectionSpec<T> spec, RecordCodec<T> records, Session session, Session reads, PageTokens tokens) {
        this.spec = spec;
        this.records = records;
        this.session = session;
        this.reads = reads;
        this.tokens = tokens;
        this.reading = new ReadOperations<>(spec, records, reads, tokens);
        this.bulk = new BulkOperations<>(spec, records, session);
        this.writing = new WriteOperations<>(spec, records, session);
    }

    /**
     * Returns this collection with the methods that only read going elsewhere; cheap, and the result may be kept. Those that write, and what
     * they look at first, go where they do here. In a transaction everything is part of it, and this makes no difference.
     *
     * <p>A read on a {@linkplain ReadPreference#STANDBY standby} is of one snapshot of what was committed, never of an earlier state than
     * this storage has written, read or {@linkplain Storage#advanceTo been told of} before it. It takes no part in the order of transactions:
     * what others have written may not show yet, and a state may show that fits between no two of them. It fails as one on the primary does, but
     * that the standby may end a stream that is open, with {@link TransactionConflictException}, when that is in the way of what it has to
     * apply.
     */
    public DocumentCollection<T> reading(ReadPreference preference) {
        Session preferred = session.reading(Objects.requireNonNull(preference, "preference"));
        return preferred == reads ? this : new DocumentCollection<>(spec, records, session, preferred, tokens);
    }

    // ---- reading by key

    /** Returns the document of that key, without its content; empty if there is none. */
    public Optional<Stored<T>> get(String key) {
        return reading.one("get", key, Projection.BODY, records::stored);
    }

    /** Returns the document of that key and its content, read in one step; empty if there is no such document. */
    public Optional<StoredWithContent<T>> getWithContent(String key) {
        return reading.one(
                "getWithContent",
                key,
                Projection.BODY_AND_CONTENT,
                entry -> new StoredWithContent<>(records.stored(entry), records.content(entry)));
    }

    /** Returns the content of that document; empty if the document is absent or has no content. */
    public Optional<Content> content(String key) {
        return reading.one("content", key, Projection.CONTENT, records::content).flatMap(content -> content);
    }

    /** Returns whether there is a document of that key. */
    public boolean contains(String key) {
        return reading.one("contains", key, Projection.METADATA, entry -> true).isPresent();
    }

    /**
     * Returns the documents of those keys that exist, from one snapshot, in the order of the keys.
     *
     * @param keys any number of keys; a key that comes twice counts once
     * @return a new map; absent keys have no entry
     */
    public Map<String, Stored<T>> getAll(Collection<String> keys) {
        return reading.all(keys);
    }

    // ---- writing by key

    /**
     * Inserts the document, or replaces it as a whole: a content it had is removed. {@link #update} keeps the content.
     *
     * @return the document as it is stored now
     */
    public Stored<T> put(String key, T value) {
        return writing.put("put", Document.of(key, value), WriteOperations.NONE).orElseThrow();
    }

    /**
     * Inserts the document with a content, or replaces it as a whole.
     *
     * @return the document as it is stored now
     */
    public Stored<T> put(String key, T value, Content content) {
        return writing.put("put", Document.of(key, value, content), WriteOperations.NONE)
                .orElseThrow();
    }

    /** Inserts the document. Returns it as it is stored; empty, and nothing changed, if the key is taken. */
    public Optional<Stored<T>> insert(String key, T value) {
        return writing.put("insert", Document.of(key, value), WriteOperations.ABSENT);
    }

    /** Inserts the document with a content. Returns it as it is stored; empty, and nothing changed, if the key is taken. */
    public Optional<Stored<T>> insert(String key, T value, Content content) {
        return writing.put("insert", Document.of(key, value, content), WriteOperations.ABSENT);
    }

    /**
     * Replaces the document as a whole: a content it had is removed. Returns it as it is stored now; empty, and nothing changed,
     * if there is none.
     */
    public Optional<Stored<T>> replace(String key, T value) {
        return writing.put("replace", Document.of(key, value), WriteOperations.PRESENT);
    }

    /**
     * Replaces the document as a whole, with a content. Returns it as it is stored now; empty, and nothing changed, if there is
     * none.
     */
    public Optional<Stored<T>> replace(String key, T value, Content content) {
        return writing.put("replace", Document.of(key, value, content), WriteOperations.PRESENT);
    }

    /**
     * Replaces the document as a whole if it still has that revision: a content it had is removed. Returns it as it is stored now;
     * empty, and nothing changed, if it is absent or has been written since.
     */
    public Optional<Stored<T>> replaceIf(String key, long revision, T value) {
        return writing.put("replaceIf", Document.of(key, value), new Precondition.AtRevision(revision));
    }

    /**
     * Replaces the document as a whole, with a content, if it still has that revision. Returns it as it is stored now; empty, and
     * nothing changed, if it is absent or has been written since.
     */
    public Optional<Stored<T>> replaceIf(String key, long revision, T value, Content content) {
        return writing.put("replaceIf", Document.of(key, value, content), new Precondition.AtRevision(revision));
    }

    /**
     * Writes the documents, each as {@link #put} does, all or nothing. If a unique index refuses one, nothing is written; the index
     * is judged as if the documents were written one after another in key order.
     *
     * @param documents any number, no key twice
     * @return the documents as they are stored now, in the order given
     */
    public List<Stored<T>> putAll(Collection<Document<T>> documents) {
        return writing.putAll(documents);
    }

    /**
     * Replaces the value of a document by what the function makes of it, and keeps its content. No concurrent write is lost: if the
     * document changed meanwhile, the function runs again on the new value.
     *
     * @param change computes the new value; may run several times; what it throws reaches the caller and nothing is written
     * @return the document as it is stored now; empty, and the function not called, if there is none
     */
    public Optional<Stored<T>> update(String key, UnaryOperator<T> change) {
        return writing.update(key, change, Optional.empty());
    }

    /**
     * Replaces the value of a document by what the function makes of it, and its content by this one, in one step; otherwise as
     * {@link #update(String, UnaryOperator)}.
     *
     * @param change computes the new value; may run several times; what it throws reaches the caller and nothing is written
     * @param content the new content
     * @return the document as it is stored now; empty, and the function not called, if there is none
     */
    public Optional<Stored<T>> update(String key, UnaryOperator<T> change, Content content) {
        return writing.update(key, change, Optional.of(content));
    }

    /**
     * Inserts a document, or replaces the value of the stored one and keeps its content, by what the function makes of the stored value. No
     * concurrent write is lost: if the document appeared, changed or went meanwhile, the function runs again on what is stored now.
     *
     * @param change computes the new value of the stored one, empty if there is none; never {@code null}; may run several times; what it
     *     throws reaches the caller and nothing is written
     * @return the document as it is stored now
     */
    public Stored<T> upsert(String key, Function<Optional<T>, T> change) {
        return writing.upsert(key, change, Optional.empty());
    }

    /**
     * Inserts a document with a content, or replaces value and content of the stored one, in one step; otherwise as
     * {@link #upsert(String, Function)}.
     *
     * @param change computes the new value of the stored one, empty if there is none
     * @param content the new content
     * @return the document as it is stored now
     */
    public Stored<T> upsert(String key, Function<Optional<T>, T> change, Content content) {
        return writing.upsert(key, change, Optional.of(content));
    }

    /**
     * Moves {@code updatedAt} and revision of a document and nothing else.
     *
     * @return whether there was such a document
     */
    public boolean touch(String key) {
        return writing.touch(key);
    }

    // ---- deleting

    /**
     * Deletes a document with its content.
     *
     * @return whether there was such a document
     */
    public boolean delete(String key) {
        return writing.delete("delete", key, WriteOperations.NONE);
    }

    /**
     * Deletes a document with its content if it still has that revision.
     *
     * @return whether it was deleted; {@code false} if it is absent or has been written since
     */
    public boolean deleteIf(String key, long revision) {
        return writing.delete("deleteIf", key, new Precondition.AtRevision(revision));
    }

    /**
     * Deletes the documents of those keys with their contents, all or nothing.
     *
     * @param keys any number, no key twice
     * @return how many of them existed
     */
    public long deleteAll(Collection<String> keys) {
        return writing.deleteAll(keys);
    }

    /**
     * Deletes the documents that the query means, with their contents, all or nothing, and returns their exact number. With a limit these
     * are the first ones in the order of the query.
     *
     * <p>Without a limit, documents of some age ({@code updatedBefore}, {@code createdBefore}, also with conditions on key or data version)
     * are deleted by key in batches of at most 1,000 as {@link #deleteInBatches} does, if the collection declares no index on that time: as
     * one step it would have to look at every document, and be in conflict with whoever writes one. A document that is written meanwhile
     * is deleted only if it still has that age. Inside a transaction this is part of it, as everything else.
     */
    public long delete(Query<? super T> query) {
        return bulk.delete("delete", query);
    }

    /**
     * Deletes the documents that meet the condition, with their contents, in batches: each batch is a transaction of its own, so nobody
     * waits for long, and if it fails on the way earlier batches stay deleted. Inside a transaction it is part of that transaction.
     *
     * @param batchSize how many documents a batch deletes; positive
     * @return how many were deleted; documents that come to meet the condition meanwhile may be among them
     */
    public long deleteInBatches(Condition<? super T> condition, int batchSize) {
        return bulk.deleteInBatches(condition, batchSize);
    }

    /**
     * Deletes the documents that the query means, with their contents, batch by batch in its order, as
     * {@link #deleteInBatches(Condition, int)} does, and asks after each batch whether to go on. Documents of some age that the collection
     * declares no index on are looked for by key, a bounded number at a time, whatever the order is.
     *
     * <p>A batch whose documents are written meanwhile looks for them again, so that none is deleted that no longer is what the query means.
     *
     * @param query the documents; with the order of a declared index each batch reads what it deletes and no more; without a limit
     * @param batchSize how many documents a batch deletes at most; positive
     * @param goesOn is told of each batch when it is done, on this thread, with nothing locked or lent; may wait; {@code false} ends it, and
     *     what it throws reaches the caller; what was deleted stays so
     * @return how many were deleted
     * @throws InvalidValueException if the query has a limit
     */
    public long deleteInBatches(Query<? super T> query, int batchSize, Predicate<DeletedBatch> goesOn) {
        return bulk.deleteInBatches(query, batchSize, goesOn);
    }

    /** Deletes every document of the collection and returns their number. */
    public long clear() {
        return bulk.delete("clear", Condition.all());
    }

    // ---- upgrading

    /**
     * Rewrites the documents of earlier data versions as documents of the {@linkplain CollectionSpec#version() version} of this program,
     * batch by batch, each a transaction of its own, while other programs read and write. The documents stay what they are: neither revisions nor
     * times move. If it fails on the way, what was rewritten stays so, and the next call goes on.
     *
     * @return how many documents were rewritten
     */
    public long upgradeAll() {
        return bulk.upgradeAll();
    }

    // ---- reading many

    /** Returns the documents that the query means, in its order, without their contents, in a new list. */
    public List<Stored<T>> find(Query<? super T> query) {
        return reading.find(query);
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
     * <p>Advancing it may fail as any reading does. On PostgreSQL that includes {@link TransactionConflictException}, which the library
     * can repeat only before the first document, and a consumer that pauses for more than ten minutes, whose snapshot the server ends.
     *
     * @return a sequential stream that must be closed, best by try-with-resources: until then it holds a connection; closing the
     *     storage, or ending the transaction, closes it, and advancing it then throws {@link StorageClosedException} or
     *     {@link UsageException}
     */
    public Stream<Stored<T>> stream(Query<? super T> query) {
        return reading.stream(query);
    }

    /**
     * Returns the first documents that the query means, at most as many as its limit, and a token for the next ones. Each page is read
     * from a snapshot of its own.
     *
     * @throws InvalidValueException if the query has no limit
     */
    public Page<T> page(Query<? super T> query) {
        return reading.page(query, Optional.empty());
    }

    /**
     * Returns the page that follows the one that the token came with: the documents that come behind its last one in the order of the query,
     * whether or not that one still exists. So a document that stays in its place is neither skipped nor repeated, whatever is inserted,
     * changed or deleted between two pages. Tokens have no end of life, and any storage with the same
     * {@link StorageOptions#pageTokenKey()} on a database with these documents takes them, if its indexes of the query have the same
     * kind, type and version.
     *
     * @param query the query of the earlier page; its limit may be another
     * @param token {@link Page#next()} of the earlier page
     * @throws InvalidValueException if the query has no limit, or the token was altered or belongs to another query
     */
    public Page<T> page(Query<? super T> query, String token) {
        return reading.page(query, Optional.of(token));
    }

    /**
     * Returns what is stored of the documents besides their values, in the order of the query, as {@link #stream(Query)} returns the documents:
     * no value is read, mapped or brought forward, so one that cannot be read is returned as any other.
     *
     * @return a sequential stream that must be closed
     */
    public Stream<StoredMetadata> metadata(Query<? super T> query) {
        return reading.metadata(query);
    }

    /** Returns the keys of the documents that the query means, in its order, in a new list. */
    public List<String> keys(Query<? super T> query) {
        return reading.keys(query);
    }

    /** Returns whether a document meets the condition. */
    public boolean exists(Condition<? super T> condition) {
        return reading.exists(condition);
    }

    /** Returns the number of documents. */
    public long count() {
        return count(Condition.all());
    }

    /** Returns the number of documents that meet the condition. */
    public long count(Condition<? super T> condition) {
        return reading.count(condition);
    }

    /** Returns how many documents have each value of an index; see {@link #countBy(ValueIndex, Condition)}. */
    public <V> Map<V, Long> countBy(ValueIndex<T, V> index) {
        return countBy(index, Condition.all());
    }

    /**
     * Returns how many of the documents that meet the condition have each value of an index, in the order of the values. Of an index of many
     * values, a document counts for each of its values once. Documents without a value do not count.
     *
     * @return a new map
     * @throws SchemaException if a value does not fit the Java type of the index, because another program declares it with a wider one
     *     or with other enum constants
     */
    public <V> Map<V, Long> countBy(ValueIndex<T, V> index, Condition<? super T> condition) {
        return reading.countBy(index, condition);
    }

    /** Returns the values of an index that documents have, each once, in their order, in a new list. */
    public <V> List<V> distinct(ValueIndex<T, V> index) {
        return new ArrayList<>(countBy(index).keySet());
    }

    /**
     * Returns how the database would run a query, in its own words, for people who wonder why a query is slow. The text differs from backend to
     * backend and from one version to the next. Reads no document and changes nothing.
     */
    public String explain(Query<? super T> query) {
        return reading.explain(query);
    }

    /** Returns figures over all documents, from one snapshot. */
    public Summary summary() {
        return reading.summary();
    }
}
