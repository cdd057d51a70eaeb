// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;

/**
 * An index of typed values, one or many for each document.
 *
 * @param <T> the type of the documents
 * @param <V> the type of the values
 */
public abstract sealed class ValueIndex<T, V> extends DeclaredIndex<T> permits Index, MultiValueIndex {

    private final Class<V> type;

    ValueIndex(IndexDefinition definition, Class<V> type) {
        super(definition);
        this.type = IndexedTypes.boxed(type);
    }

    final Class<V> type() {
        return type;
    }

    /** Returns the canonical form of a value that a caller asks for. */
    final IndexValue wanted(V value) {
        if (value == null) {
            throw new InvalidValueException("index " + name(), "is compared with null");
        }
        return canonical("index " + name(), value);
    }

    /** Returns the canonical form of a value; raw types let through what is not of its type, and backends would each make something else of it. */
    final IndexValue canonical(String field, Object value) {
        if (!type.isInstance(value)) {
            throw new InvalidValueException(field, "is not of type " + type.getName());
        }
        return IndexedTypes.canonical(field, value);
    }

    /** Returns a value of the database as the application declared it. */
    final V declared(IndexValue value) {
        return IndexedTypes.declared("index " + name(), type, value);
    }
}
