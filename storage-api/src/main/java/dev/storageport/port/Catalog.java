// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The collections a program declares.
 *
 * @param collections the definitions, no name twice
 */
public record Catalog(List<CollectionDefinition> collections) {

    /** Copies the list and refuses a name that comes twice. */
    public Catalog {
        collections = List.copyOf(collections);
        Set<String> names = new HashSet<>();
        for (CollectionDefinition collection : collections) {
            if (!names.add(collection.name())) {
                throw new ConfigurationException("collection " + collection.name(), "is declared twice");
            }
        }
    }
}
