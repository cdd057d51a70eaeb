// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.Content;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source answers. Immutable, but for the value.
 *
 * @param <T> the type of the value
 */
public final class Loaded<T> {

    private static final Loaded<?> ABSENT = new Loaded<>(Kind.ABSENT, null, null);
    private static final Loaded<?> NOT_CHANGED = new Loaded<>(Kind.NOT_CHANGED, null, null);

    /** What can be done about an answer. */
    enum Kind {
        VALUE,
        NOT_CHANGED,
        ABSENT
    }

    private final Kind kind;
    private final @Nullable T value;
    private final @Nullable Content content;

    private Loaded(Kind kind, @Nullable T value, @Nullable Content content) {
        this.kind = kind;
        this.value = value;
        this.content = content;
    }

    /**
     * Returns a value. It replaces what is stored as a whole: a content there was is removed.
     *
     * @param value handed to every caller that waits for it, so not to be changed by any
     */
    public static <T> Loaded<T> of(T value) {
        return new Loaded<>(Kind.VALUE, Objects.requireNonNull(value, "value"), null);
    }

    /** Returns a value with a content. */
    public static <T> Loaded<T> of(T value, Content content) {
        return new Loaded<>(
                Kind.VALUE, Objects.requireNonNull(value, "value"), Objects.requireNonNull(content, "content"));
    }

    /**
     * Returns that what is stored is still right, as a server says by status 304: it becomes fresh by a touch, and is not written anew. Also
     * for a source that has lost a value which is to be kept. Only where the request has something stored.
     */
    @SuppressWarnings("unchecked") // it has no value of any type
    public static <T> Loaded<T> notChanged() {
        return (Loaded<T>) NOT_CHANGED;
    }

    /** Returns that the source has nothing for the key. What is stored is deleted, unless somebody has written it meanwhile. */
    @SuppressWarnings("unchecked") // it has no value of any type
    public static <T> Loaded<T> absent() {
        return (Loaded<T>) ABSENT;
    }

    Kind kind() {
        return kind;
    }

    T value() {
        return Objects.requireNonNull(value, "value");
    }

    Optional<Content> content() {
        return Optional.ofNullable(content);
    }

    /** Returns what kind of an answer it is, never the value. */
    @Override
    public String toString() {
        return "Loaded[" + kind + (content == null ? "" : ", with a content") + "]";
    }
}
