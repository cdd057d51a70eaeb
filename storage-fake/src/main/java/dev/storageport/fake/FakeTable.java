// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.Limits;
import dev.storageport.SchemaException;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.IndexDefinition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The committed rows of one collection, by key, and the owners of its unique values. */
final class FakeTable {

    private final String name;
    private final List<IndexDefinition> indexes = new CopyOnWriteArrayList<>();
    private final NavigableMap<String, FakeRow> rows = new TreeMap<>(CodePointOrder.INSTANCE);
    private final FakeOwners owners = new FakeOwners();
    private int indexesEver;

    FakeTable(String name) {
        this.name = name;
    }

    /** Returns a table with the same rows, which themselves never change. */
    FakeTable copy() {
        FakeTable copy = new FakeTable(name);
        copy.add(indexes);
        copy.rows.putAll(rows);
        rows.values().forEach(copy.owners::add);
        return copy;
    }

    NavigableMap<String, FakeRow> rows() {
        return rows;
    }

    FakeOwners owners() {
        return owners;
    }

    /** Returns every index, in the order in which they were added. */
    List<IndexDefinition> indexes() {
        return indexes;
    }

    /** Refuses to add more indexes than a collection can have had. */
    void checkRoom(Collection<IndexDefinition> added) {
        if (indexesEver + added.size() > Limits.INDEX_DEFINITIONS) {
            throw new SchemaException(
                    "collection " + name + ": has had as many indexes as it can, " + Limits.INDEX_DEFINITIONS
                            + ", those that were dropped among them",
                    null);
        }
    }

    /** Adds indexes without values; every row is stale in those that are to have some. */
    void add(Collection<IndexDefinition> added) {
        indexesEver += added.size();
        indexes.addAll(added);
    }

    void drop(IndexDefinition index) {
        if (indexes.remove(index)) {
            rows.values().forEach(owners::remove);
            rows.replaceAll((key, row) -> row.without(index));
            rows.values().forEach(owners::add);
        }
    }

    /** Replaces, inserts or, with {@code null}, removes rows. */
    void apply(Map<String, @Nullable FakeRow> changes) {
        for (String key : changes.keySet()) {
            owners.remove(rows.remove(key));
        }
        changes.forEach((key, row) -> {
            if (row != null) {
                rows.put(key, row);
                owners.add(row);
            }
        });
    }

    CollectionStatus status() {
        return new CollectionStatus(
                name,
                indexes.stream()
                        .sorted(Comparator.comparing(IndexDefinition::name))
                        .map(index -> new IndexStatus(index, IndexState.of(isStale(index)), Optional.empty()))
                        .toList());
    }

    private boolean isStale(IndexDefinition index) {
        return index.hasValues()
                && rows.values().stream().anyMatch(row -> !row.upToDate().contains(index));
    }
}
