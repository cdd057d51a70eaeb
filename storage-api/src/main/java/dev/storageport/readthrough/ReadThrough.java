// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.LoadFailedException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UsageException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a source, such as another service, kept in a collection of a {@link Storage}: what is fresh is served from there, what is stale is
 * served and refreshed in the background, and what is missing or has expired is loaded while its callers wait.
 *
 * <p>One load for one key at a time: whoever else asks waits for it and gets its value, on every thread of this object, and in every process
 * if it was built {@linkplain ReadThroughBuilder#leases with leases}. A load stores only over what it saw when it began; what somebody else
 * wrote or deleted meanwhile stays so, and the loaded value is served all the same. Nothing a loader throws loses what is stored.
 *
 * <p>Errors common to all methods: {@link LoadFailedException} if the loader fails and nothing stored may be served;
 * {@link StorageTimeoutException} if another's load takes too long, and {@link StorageInterruptedException} if the thread is interrupted while
 * it waits, which fails nobody else; {@link UsageException} in a transaction of the storage; {@link StorageClosedException};
 * {@link dev.storageport.InvalidValueException} and {@link dev.storageport.LimitExceededException} for keys; with
 * {@link StoreFailurePolicy#FAIL} any other {@link StorageException}. An {@link Error} of the loader reaches the thread that ran it.
 *
 * <p>Any number of threads may use it. Build one for each collection and loader, and share it; it is closed with its storage.
 *
 * @param <T> the type of the values
 */
public interface ReadThrough<T> extends AutoCloseable {

    /**
     * Where it is stored that a source has nothing for a key, by all read-throughs of a storage; declare it when opening a storage if a policy
     * has {@linkplain FreshnessPolicy#negatives negatives}. What is older than those is of no use; a document stays until its key is
     * found, or retention removes it.
     */
    CollectionSpec<JsonNode> ABSENCES =
            CollectionSpec.of("absences", JsonNode.class).build();

    /**
     * Begins a read-through.
     *
     * @param storage where the values are stored; it closes the read-through before itself
     * @param spec the collection of the values, declared when the storage was opened. The application may use it in any other way too
     * @param loader asks the source
     */
    static <T> ReadThroughBuilder<T> builder(Storage storage, CollectionSpec<T> spec, Loader<T> loader) {
        return new ReadThroughBuilder<>(storage, spec, loader);
    }

    /**
     * What a read-through has to refresh in the background at a moment.
     *
     * @param queued how many keys wait
     * @param running how many are being loaded
     * @param capacity how many may wait; what comes then is dropped
     * @param concurrency how many may be loaded at once
     */
    record Status(int queued, int running, int capacity, int concurrency) {}

    /** Returns the value of the key: what is stored if it may be served, or what the source has. Empty if the source has nothing. */
    Optional<Served<T>> get(String key);

    /**
     * Returns the values of the keys, each as {@link #get} does: one read of the storage for all, and one call of the batch loader, if there
     * is one, for all that have to be loaded; without one, one call of the loader after another. Keys that are being loaded already are
     * waited for. If some fail, the others have been stored all the same.
     *
     * @param keys any number; a key that comes twice counts once
     * @return a new map in the order of the keys; what the source does not have has no entry
     */
    Map<String, Served<T>> getAll(Collection<String> keys);

    /**
     * Loads the value now, however fresh what is stored is, and stores it, so that {@code updatedAt} moves even if nothing has changed. If
     * the key is being loaded, waits for that instead. Empty if the source has nothing.
     */
    Optional<Served<T>> refresh(String key);

    /**
     * Has the value loaded in the background, however fresh what is stored is and however often that has failed. Does not wait.
     *
     * @return whether it will be; {@code false} if too many wait already. A key that waits or runs already is not taken twice
     */
    boolean refreshLater(String key);

    /** Returns what is to be refreshed in the background at this moment. No I/O. */
    Status status();

    /**
     * Ends what goes on in the background: what waits is dropped, what runs gets {@linkplain ReadThroughBuilder#closeGrace a while} to end,
     * is then interrupted, and left to itself a second later. Afterwards calls are refused. Throws nothing; safe to call twice, and called
     * by {@link Storage#close()}.
     */
    @Override
    void close();
}
