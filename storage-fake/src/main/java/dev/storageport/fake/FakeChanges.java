// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The committed rows of a database with uncommitted changes on top. */
final class FakeChanges {

    private final FakeDatabase database;

    /** New rows by collection and key; {@code null} stands for a deleted one. */
    private final Map<String, Map<String, @Nullable FakeRow>> changed = new LinkedHashMap<>();

    private final Map<String, FakeOwners> changedOwners = new HashMap<>();

    FakeChanges(FakeDatabase database) {
        this.database = database;
    }

    void commit() {
        database.commit(changed);
    }

    boolean isEmpty() {
        return changed.values().stream().allMatch(Map::isEmpty);
    }

    List<IndexDefinition> indexes(String collection) {
        return database.table(collection).indexes();
    }

    @Nullable
    FakeRow row(String collection, String key) {
        Map<String, @Nullable FakeRow> changes = changesOf(collection);
        return changes.containsKey(key)
                ? changes.get(key)
                : database.table(collection).rows().get(key);
    }

    /** Returns all rows, not to be changed. */
    NavigableMap<String, FakeRow> rows(String collection) {
        NavigableMap<String, FakeRow> committed = database.table(collection).rows();
        Map<String, @Nullable FakeRow> changes = changesOf(collection);
        if (changes.isEmpty()) {
            return Collections.unmodifiableNavigableMap(committed);
        }
        NavigableMap<String, FakeRow> rows = new TreeMap<>(CodePointOrder.INSTANCE);
        rows.putAll(committed);
        changes.forEach((key, row) -> {
            if (row == null) {
                rows.remove(key);
            } else {
                rows.put(key, row);
            }
        });
        return rows;
    }

    void put(String collection, FakeRow row) {
        FakeOwners owners = ownersOf(collection);
        owners.remove(changesOf(collection).put(row.key(), row));
        owners.add(row);
    }

    void delete(String collection, String key) {
        ownersOf(collection).remove(changesOf(collection).put(key, null));
    }

    boolean isOwnedByAnother(String collection, IndexDefinition index, IndexValue value, FakeRow row) {
        String changedOwner = ownersOf(collection).of(index, value);
        if (changedOwner != null) {
            return !changedOwner.equals(row.key());
        }
        String owner = database.table(collection).owners().of(index, value);
        return owner != null
                && !owner.equals(row.key())
                && !changesOf(collection).containsKey(owner);
    }

    private FakeOwners ownersOf(String collection) {
        return changedOwners.computeIfAbsent(collection, any -> new FakeOwners());
    }

    private Map<String, @Nullable FakeRow> changesOf(String collection) {
        return changed.computeIfAbsent(collection, any -> new LinkedHashMap<>());
    }
}
