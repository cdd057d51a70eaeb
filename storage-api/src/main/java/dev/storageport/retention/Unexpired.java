// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.UsageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Reads of a collection that do not see what a policy has expired, from the very instant on at which it expires, by the storage's clock at the
 * time of the call, whether or not it is removed already. Otherwise each method is that of {@link DocumentCollection}, with the same
 * answers, snapshots and errors; a stream or page is as of its beginning. Any number of threads may use it.
 *
 * @param <T> the type of the documents
 */
public final class Unexpired<T> {

    private final DocumentCollection<T> collection;
    private final InstantSource clock;
    private final Condition<? super T> unexpired;
    private final BiPredicate<Stored<? extends T>, Instant> hasExpired;

    private Unexpired(Storage storage, CollectionSpec<T> spec, Optional<? extends Expiry<? super T>> expiry) {
        this.collection = storage.collection(spec);
        this.clock = storage.clock();
        if (expiry.isPresent()) {
            this.unexpired = expiry.get().condition().not();
            this.hasExpired = judge(expiry.get());
        } else {
            this.unexpired = Condition.all();
            this.hasExpired = (stored, now) -> false;
        }
    }

    private static <T> BiPredicate<Stored<? extends T>, Instant> judge(Expiry<? super T> expiry) {
        return (stored, now) -> expiry.hasExpired().test(stored, now);
    }

    /**
     * Returns the documents of a collection that a policy by time has not expired; all of them if the policy is off.
     *
     * @throws UsageException if the policy is by number or size, which no document exceeds by itself, or the collection was not declared when
     *     the storage was opened
     */
    public static <T> Unexpired<T> of(Storage storage, CollectionSpec<T> spec, RetentionPolicy<? super T> policy) {
        if (policy.expiry().isEmpty() && !policy.isOff()) {
            throw new UsageException("collection " + spec.name() + ": " + policy
                    + " says of no document by itself whether it has expired");
        }
        return new Unexpired<>(storage, spec, policy.expiry());
    }

    /** Returns the document of that key, without its content; empty if there is none, or it has expired. */
    public Optional<Stored<T>> get(String key) {
        return collection.get(key).filter(this::isVisible);
    }

    /** Returns the document of that key and its content; empty if there is none, or it has expired. */
    public Optional<StoredWithContent<T>> getWithContent(String key) {
        return collection.getWithContent(key).filter(stored -> isVisible(stored.document()));
    }

    /** Returns the content of that document; empty if the document is absent, has expired, or has no content. Reads the document too. */
    public Optional<Content> content(String key) {
        return getWithContent(key).flatMap(StoredWithContent::content);
    }

    /** Returns whether there is a document of that key that has not expired. */
    public boolean contains(String key) {
        return exists(Condition.keyIs(key));
    }

    /**
     * Returns the documents of those keys that exist and have not expired, from one snapshot, in the order of the keys.
     *
     * @return a new map; other keys have no entry
     */
    public Map<String, Stored<T>> getAll(Collection<String> keys) {
        Map<String, Stored<T>> found = new LinkedHashMap<>(collection.getAll(keys));
        Instant now = clock.instant();
        found.values().removeIf(stored -> hasExpired.test(stored, now));
        return found;
    }

    /** Returns the unexpired documents that the query means, in its order, without their contents, in a new list. */
    public List<Stored<T>> find(Query<? super T> query) {
        return collection.find(visible(query));
    }

    /** Returns the first unexpired document that the query means, without its content; empty if there is none. */
    public Optional<Stored<T>> findFirst(Query<? super T> query) {
        return collection.findFirst(visible(query));
    }

    /** Returns the keys of the unexpired documents that the query means, in its order, in a new list. */
    public List<String> keys(Query<? super T> query) {
        return collection.keys(visible(query));
    }

    /** Returns whether an unexpired document meets the condition. */
    public boolean exists(Condition<? super T> condition) {
        return collection.exists(condition.<T>and(unexpired));
    }

    /** Returns the number of documents that have not expired. */
    public long count() {
        return collection.count(unexpired);
    }

    /** Returns the number of unexpired documents that meet the condition. */
    public long count(Condition<? super T> condition) {
        return collection.count(condition.<T>and(unexpired));
    }

    /**
     * Returns the documents that the query means and that have not expired at this call, in its order, read as the stream advances.
     *
     * @return a sequential stream that must be closed
     */
    public Stream<Stored<T>> stream(Query<? super T> query) {
        return collection.stream(visible(query));
    }

    /** Returns the first unexpired documents that the query means, at most as many as its limit, and a token for the next ones. */
    public Page<T> page(Query<? super T> query) {
        return collection.page(visible(query));
    }

    /** Returns the page that follows the one that the token came with, without what has expired by now. */
    public Page<T> page(Query<? super T> query, String token) {
        return collection.page(visible(query), token);
    }

    private Query<T> visible(Query<? super T> query) {
        return query.<T>and(unexpired);
    }

    /** The present is read after the document: one that expires in between is not shown. */
    private boolean isVisible(Stored<T> stored) {
        return !hasExpired.test(stored, clock.instant());
    }
}
