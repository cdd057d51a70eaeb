// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A storage and its database, of a test or of a class of tests. */
final class OpenStorage {

    private final Place place;
    private final boolean shared;
    private final String owner;
    private final CollectionSpec<?>[] specs;
    private final Storage storage;
    private final AtomicReference<@Nullable String> test = new AtomicReference<>();

    private OpenStorage(Place place, boolean shared, String owner, Storage storage, CollectionSpec<?>... specs) {
        this.place = place;
        this.shared = shared;
        this.owner = owner;
        this.storage = storage;
        this.specs = specs;
    }

    /**
     * Opens a storage.
     *
     * @param shared whether several tests have it, one after the other
     * @param owner who closes it
     */
    static OpenStorage open(
            Place place, boolean shared, String owner, StorageOptions options, CollectionSpec<?>... specs) {
        try {
            return new OpenStorage(place, shared, owner, place.open(options, specs), specs);
        } catch (RuntimeException | Error failed) {
            place.close();
            throw failed;
        }
    }

    Storage storage() {
        return storage;
    }

    TestDatabase database() {
        return place.database();
    }

    String owner() {
        return owner;
    }

    /** Empties the collections for a test, in which nothing is wrong yet. */
    void begin(String name) {
        String other = test.compareAndExchange(null, name);
        if (other != null) {
            throw new ExtensionConfigurationException("test " + name + " begins while " + other
                    + " has the same storage; have the StorageExtension in a field that is not static, or run the tests of"
                    + " the class one after the other: @Execution(SAME_THREAD)");
        }
        if (shared) {
            database().fake().ifPresent(fake -> fake.faults().clear());
            for (CollectionSpec<?> spec : specs) {
                storage.collection(spec).clear();
            }
        }
    }

    /** Lets the next test have it; does nothing for a test that was refused. */
    void end(String name) {
        test.compareAndSet(name, null);
    }

    void close() {
        try {
            storage.close();
        } finally {
            place.close();
        }
    }
}
