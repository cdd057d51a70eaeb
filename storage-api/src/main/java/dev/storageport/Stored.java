// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.time.Instant;

/**
 * A document as it is stored.
 *
 * @param key its key
 * @param value its value: read, a fresh object that the caller may change; written, the object that was given
 * @param revision grows by one with each write; a document deleted and inserted again starts at a random number, so an old
 *     revision does not fit it
 * @param dataVersion the {@linkplain CollectionSpec#version() data version} it was written with
 * @param createdAt when it was inserted, in microseconds
 * @param updatedAt when it was last written, in microseconds
 * @param <T> the type of the value
 */
public record Stored<T>(String key, T value, long revision, int dataVersion, Instant createdAt, Instant updatedAt) {

    /**
     * Returns how long ago the document was last written: exact, and zero rather than negative when {@code now} lies before
     * {@code updatedAt}.
     *
     * @param now the present by the clock of {@link StorageOptions#clock()}
     */
    public Duration age(Instant now) {
        return StorageClock.age(updatedAt, now);
    }
}
