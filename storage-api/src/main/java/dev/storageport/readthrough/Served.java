// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value as a {@link ReadThrough} serves it.
 *
 * @param value the value. What was stored is a fresh object that the caller may change; what was loaded is the loader's own, which all who
 *     waited for it get
 * @param content its content; empty if it has none, or the read-through was not built {@linkplain ReadThroughBuilder#contents() with contents}
 * @param stale whether it is older than the policy wants; never if it was just fetched
 * @param age how long ago it was stored or found unchanged, by the storage's clock; zero if it was just fetched
 * @param storedAt when that was, for caches further out
 * @param source where it comes from
 * @param <T> the type of the value
 */
public record Served<T>(
        T value, Optional<Content> content, boolean stale, Duration age, Instant storedAt, Source source) {

    /** Where a value comes from. */
    public enum Source {
        /** It was stored, perhaps a moment ago by another process. */
        STORED,
        /** The loader fetched it, or found it unchanged, in this call or one that it waited for. */
        FETCHED
    }

    /** Returns the same with a value derived from this one. */
    public <R> Served<R> map(Function<? super T, ? extends R> derive) {
        return new Served<>(derive.apply(value), content, stale, age, storedAt, source);
    }
}
