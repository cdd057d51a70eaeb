// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A way to find documents by what is computed from them. Declared once as a constant, named in the {@link CollectionSpec}, and used to
 * build conditions, so a condition of the wrong type does not compile.
 *
 * <p>Values are computed when a document is written, in Java, so every backend stores and compares the same value. A function that is
 * changed needs a new version: the database keeps the values of the two apart, and opening the storage computes the new ones.
 * Immutable; any number of threads may use an index if its functions allow it.
 *
 * @param <T> the type of the documents
 */
public abstract sealed class DeclaredIndex<T> permits ValueIndex, SearchIndex {

    private final IndexDefinition definition;

    DeclaredIndex(IndexDefinition definition) {
        this.definition = definition;
    }

    /** Returns the index's name. */
    public final String name() {
        return definition.name();
    }

    /** Returns the version of the function that computes the values. */
    public final int version() {
        return definition.version();
    }

    /** Returns the condition that a document has a value in this index. */
    public final Condition<T> isPresent() {
        return Condition.on(this, field -> new Filter.Present(field.index()));
    }

    /** Returns the condition that a document has no value in this index. */
    public final Condition<T> isAbsent() {
        return isPresent().not();
    }

    final IndexDefinition definition() {
        return definition;
    }

    /** Returns the canonical value of a document, or {@code null} if it is not indexed. */
    abstract @Nullable IndexValue valueOf(String document, T value);

    /** Returns this index as a backend calls it, or refuses a collection that does not declare it. */
    final Field.Indexed in(CollectionDefinition collection) {
        if (!collection.indexes().contains(definition)) {
            throw new UsageException("collection " + collection.name() + ": does not declare the " + this);
        }
        return new Field.Indexed(definition.name());
    }

    /** Calls a function of the application; what it throws becomes the error of the index. */
    static <R> R computed(String field, Supplier<R> function) {
        try {
            return function.get();
        } catch (RuntimeException failed) {
            throw new InvalidValueException(field, "computing the value failed", failed);
        }
    }

    final String field(String document) {
        return document + ", index " + name();
    }

    static IndexDefinition versioned(IndexDefinition definition, int version) {
        if (version <= 0) {
            throw new ConfigurationException("index " + definition.name(), "the version is not positive");
        }
        return new IndexDefinition(definition.name(), definition.kind(), definition.type(), version);
    }

    /** Returns kind, type, version and name. */
    @Override
    public final String toString() {
        return definition.described() + " index " + name();
    }
}
