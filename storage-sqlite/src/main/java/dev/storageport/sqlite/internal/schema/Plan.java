// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import dev.storageport.Limits;
import dev.storageport.SchemaException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What leads from the stored catalog to the declared one. Made by comparing alone, so it can be printed as well as run.
 *
 * @param steps the steps, in order, each complete in itself; none if nothing is missing
 */
record Plan(List<Step> steps) {

    /**
     * A step.
     *
     * @param lacks what the database lacks without it, for messages
     * @param adds the collection with the indexes that it adds; empty if it adds none
     * @param creates whether it creates a collection, which is soon done; others may have to go through all records of one
     * @param statements its statements, in order
     */
    record Step(String lacks, Optional<CollectionDefinition> adds, boolean creates, List<String> statements) {

        Step(String lacks, Optional<CollectionDefinition> adds, List<String> statements) {
            this(lacks, adds, false, statements);
        }
    }

    /** Others wait for the writer meanwhile. */
    private static final int CREATED_AT_ONCE = 32;

    /** Returns the steps to take next in one transaction: several that create collections, or one. */
    List<Step> batch() {
        int size = 0;
        while (size < Math.min(steps.size(), CREATED_AT_ONCE) && steps.get(size).creates()) {
            size++;
        }
        return steps.subList(0, Math.min(steps.size(), Math.max(1, size)));
    }

    /**
     * Compares the catalogs.
     *
     * @param latest the layout to reach
     * @throws SchemaException if a collection has no slot left for an index, or was tampered with
     */
    static Plan of(Layout latest, StoredCatalog stored, Catalog declared) {
        List<Step> steps = new ArrayList<>();
        for (int layout = stored.layout() + 1; layout <= latest.number(); layout++) {
            steps.add(new Step("layout " + layout, Optional.empty(), latest.step(layout)));
        }
        for (CollectionDefinition collection : declared.collections()) {
            Optional<StoredCatalog.Collection> present = stored.collection(collection.name());
            if (present.isPresent()) {
                if (stored.layout() == latest.number()) {
                    steps.addAll(missingObjects(stored, present.get(), collection));
                }
                steps.addAll(missingIndexes(present.get(), collection));
            } else {
                steps.add(new Step(
                        "collection " + collection.name(),
                        Optional.of(collection),
                        true,
                        TableSql.create(numbered(collection))));
            }
        }
        return new Plan(List.copyOf(steps));
    }

    /** A database index or view that somebody dropped by hand is made anew; what held data is not, because the data would be missing. */
    private static List<Step> missingObjects(
            StoredCatalog stored, StoredCatalog.Collection present, CollectionDefinition declared) {
        List<StoredIndex> indexes = present.indexes().stream()
                .filter(index -> declared.indexes().contains(index.definition()))
                .toList();
        List<Step> steps = new ArrayList<>();
        TableSql.objects(present.name(), indexes).forEach((name, statement) -> {
            if (!stored.objects().contains(name)) {
                boolean view = statement.startsWith("CREATE VIEW ");
                if (!view && !statement.contains(" INDEX ")) {
                    throw new SchemaException(
                            "collection " + present.name() + ": " + name + " was dropped by hand; restore a backup",
                            null);
                }
                steps.add(new Step(
                        "collection " + present.name() + (view ? ", view " : ", database index ") + name,
                        Optional.empty(),
                        List.of(statement)));
            }
        });
        return steps;
    }

    private static StoredCatalog.Collection numbered(CollectionDefinition collection) {
        List<StoredIndex> indexes = new ArrayList<>();
        for (IndexDefinition index : collection.indexes()) {
            indexes.add(next(collection.name(), index, indexes.size(), indexes));
        }
        return new StoredCatalog.Collection(collection.name(), indexes.size(), indexes);
    }

    private static List<Step> missingIndexes(StoredCatalog.Collection present, CollectionDefinition declared) {
        List<Step> steps = new ArrayList<>();
        List<StoredIndex> indexes = new ArrayList<>(present.indexes());
        int slot = present.nextSlot();
        for (IndexDefinition definition : declared.indexes()) {
            if (present.index(definition).isEmpty()) {
                StoredIndex index = next(present.name(), definition, slot++, indexes);
                indexes.add(index);
                steps.add(new Step(
                        "collection " + present.name() + ", index " + index.name() + " (" + definition.described()
                                + ")",
                        Optional.of(new CollectionDefinition(present.name(), List.of(definition))),
                        TableSql.add(present.name(), index)));
            }
        }
        return steps;
    }

    private static StoredIndex next(
            String collection, IndexDefinition definition, int slot, List<StoredIndex> indexes) {
        if (slot >= Limits.INDEX_DEFINITIONS) {
            throw new SchemaException(
                    "collection " + collection + ", index " + definition.name() + ": a collection can have "
                            + Limits.INDEX_DEFINITIONS + " indexes in its life, dropped ones among them",
                    null);
        }
        String name = "ix_" + definition.name();
        // What a dropped definition lived in is never made again: a program that still runs with that definition would
        // write its values there, unnoticed.
        boolean dropped = slot != indexes.size();
        boolean first =
                !dropped && indexes.stream().noneMatch(index -> index.storedAs().equals(name));
        return new StoredIndex(definition, slot, first ? name : name + "$" + slot);
    }
}
