// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A collection as a backend sees it.
 *
 * @param name the collection's name: {@code [a-z][a-z0-9_]{0,47}}
 * @param indexes the declared indexes, no name twice
 */
public record CollectionDefinition(String name, List<IndexDefinition> indexes) {

    /** Copies the list and refuses a malformed name or an index name that comes twice. */
    public CollectionDefinition {
        Identifier.check("collection", name);
        indexes = List.copyOf(indexes);
        Set<String> names = new HashSet<>();
        for (IndexDefinition index : indexes) {
            if (!names.add(index.name())) {
                throw new ConfigurationException("collection " + name, "declares the index " + index.name() + " twice");
            }
        }
    }

    /** Returns the indexes that documents have values in: all but those on {@linkplain IndexKind#TIME times}. */
    public List<IndexDefinition> valueIndexes() {
        return indexes.stream().filter(IndexDefinition::hasValues).toList();
    }

    /** Returns whether a value of one record may keep another from having it. */
    public boolean hasUniqueIndex() {
        return indexes.stream().anyMatch(IndexDefinition::unique);
    }

    /** Returns whether an index on that time is declared. */
    public boolean hasIndexOn(Field.Attribute time) {
        return indexes.contains(IndexDefinition.ofTime(time));
    }

    /** Returns how the messages of failures name this collection. */
    public String place() {
        return "collection " + name;
    }

    /** Returns how the messages of failures name a document of this collection. */
    public String place(String key) {
        return place() + ", key " + Quoted.text(key);
    }

    /**
     * Returns the index of that name.
     *
     * @throws IllegalArgumentException if there is none, which the library has ruled out before it calls a backend
     */
    public IndexDefinition index(String indexName) {
        for (IndexDefinition index : indexes) {
            if (index.name().equals(indexName)) {
                return index;
            }
        }
        throw new IllegalArgumentException("collection " + name + " has no index " + indexName);
    }
}
