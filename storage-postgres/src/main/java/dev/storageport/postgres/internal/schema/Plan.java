// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.Limits;
import dev.storageport.SchemaException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.postgres.internal.schema.StoredCatalog.BuildState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what a program declares with what a database holds and says what is to be done. Reads and changes nothing. */
final class Plan {

    private final StoredCatalog stored;
    private final String schema;
    private final Dialect dialect;
    private final CatalogSql catalog;
    private final TableSql definitions;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> builds = new ArrayList<>();

    private Plan(StoredCatalog stored, String schema, Dialect dialect) {
        this.stored = stored;
        this.schema = schema;
        this.dialect = dialect;
        this.catalog = new CatalogSql(schema);
        this.definitions = new TableSql(schema, dialect);
    }

    /**
     * Returns the steps that bring the database to what is declared, in their order; none if nothing is missing.
     *
     * @param layout the layout to reach
     */
    static List<Step> of(Layout layout, StoredCatalog stored, Catalog declared, String schema, Dialect dialect) {
        Plan plan = new Plan(stored, schema, dialect);
        plan.layout(layout);
        plan.trigrams(declared);
        declared.collections().forEach(plan::collection);
        plan.steps.addAll(plan.builds);
        return List.copyOf(plan.steps);
    }

    private void layout(Layout layout) {
        for (int number = stored.layout() + 1; number <= layout.number(); number++) {
            List<String> statements = new ArrayList<>();
            if (!stored.hasSchema() && number == 1) {
                statements.add("CREATE SCHEMA " + Names.quoted(schema));
            }
            statements.addAll(layout.step(number, schema, dialect));
            steps.add(new Step.Transaction("layout " + number + " of the library's tables", statements));
        }
    }

    private void trigrams(Catalog declared) {
        StoredCatalog.Trigrams trigrams = stored.trigrams();
        boolean searched = declared.collections().stream()
                .flatMap(collection -> collection.indexes().stream())
                .anyMatch(index -> switch (index.kind()) {
                    case SEARCH -> true;
                    case SINGLE, UNIQUE, MULTI_VALUE, TIME -> false;
                });
        if (searched && !trigrams.installed() && trigrams.schema().isPresent()) {
            List<String> attempts = Stream.of(trigrams.schema().get(), schema)
                    .distinct()
                    .map(CatalogSql::installTrigrams)
                    .toList();
            steps.add(new Step.Install("the extension pg_trgm", attempts));
        }
    }

    private void collection(CollectionDefinition declared) {
        StoredCatalog.Collection collection = stored.collections().get(declared.name());
        if (collection == null) {
            create(declared);
            return;
        }
        if (!stored.tables().contains(declared.name())) {
            throw new SchemaException(
                    "schema " + schema + " lacks the table " + declared.name() + " of its catalog", null);
        }
        List<StoredIndex> added = new ArrayList<>();
        for (IndexDefinition index : declared.indexes()) {
            StoredIndex storedIndex = collection
                    .index(index)
                    .orElseGet(() -> next(declared, index, collection.indexes(), added, collection.nextSlot()));
            if (collection.index(index).isEmpty()) {
                added.add(storedIndex);
            }
            buildValues(declared.name(), storedIndex);
            if (storedIndex.hasValues()) {
                buildStale(declared.name(), storedIndex);
            }
        }
        if (!added.isEmpty()) {
            add(declared.name(), added, collection.nextSlot() + added.size());
        }
    }

    private static StoredIndex next(
            CollectionDefinition collection,
            IndexDefinition index,
            List<StoredIndex> before,
            List<StoredIndex> added,
            int nextSlot) {
        int slot = nextSlot + added.size();
        if (slot >= Limits.INDEX_DEFINITIONS) {
            throw new SchemaException(
                    "collection " + collection.name() + ", index " + index.name() + ": all " + Limits.INDEX_DEFINITIONS
                            + " places for definitions of indexes have been used; copy the collection to a new one",
                    null);
        }
        // A dropped column is never made again: a program that still runs with its definition would take the new values
        // for its own.
        boolean dropped = nextSlot != before.size();
        boolean first = !dropped
                && Stream.concat(before.stream(), added.stream())
                        .noneMatch(storedIndex -> storedIndex.name().equals("ix_" + index.name()));
        return StoredIndex.of(index, slot, first);
    }

    private void create(CollectionDefinition declared) {
        String name = declared.name();
        for (String table : List.of(name, StoredCollection.reserved(name))) {
            if (stored.tables().contains(table)) {
                throw new SchemaException(
                        "schema " + schema + " holds a table " + table + " that is not the collection " + name, null);
            }
        }
        List<StoredIndex> columns = new ArrayList<>();
        for (IndexDefinition index : declared.indexes()) {
            columns.add(next(declared, index, List.of(), columns, 0));
        }
        List<String> statements = new ArrayList<>(
                definitions.createCollection(name, columns, stored.trigrams().schema(), stored.storageStated()));
        statements.add(catalog.addCollection(name, columns.size()));
        if (!columns.isEmpty()) {
            statements.add(catalog.addIndexes(name, columns));
        }
        steps.add(new Step.Transaction("the collection " + name, true, statements, Optional.of(declared)));
    }

    private void add(String collection, List<StoredIndex> columns, int nextSlot) {
        List<String> statements = new ArrayList<>();
        definitions.addColumns(collection, columns).ifPresent(statements::add);
        statements.add(catalog.addIndexes(collection, columns));
        statements.add(catalog.setNextSlot(collection, nextSlot));
        String names = columns.stream()
                .map(storedIndex -> storedIndex.definition().name() + " ("
                        + storedIndex.definition().described() + ")")
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow();
        CollectionDefinition indexes = new CollectionDefinition(
                collection, columns.stream().map(StoredIndex::definition).toList());
        steps.add(new Step.Transaction(
                "collection " + collection + ", index " + names, true, statements, Optional.of(indexes)));
    }

    private void buildValues(String collection, StoredIndex storedIndex) {
        Optional<String> trigrams = stored.trigrams().schema();
        boolean required = switch (storedIndex.kind()) {
            case SEARCH -> false;
            case SINGLE, UNIQUE, MULTI_VALUE, TIME -> true;
        };
        Optional<String> concurrently = definitions.createValueIndex(collection, storedIndex, trigrams, true);
        if (concurrently.isPresent()) {
            String blocking = definitions
                    .createValueIndex(collection, storedIndex, trigrams, false)
                    .orElseThrow();
            build(collection, storedIndex.valueIndex(collection), storedIndex, required, blocking, concurrently.get());
        }
    }

    private void buildStale(String collection, StoredIndex storedIndex) {
        build(
                collection,
                storedIndex.staleIndex(collection),
                storedIndex,
                true,
                definitions.createStaleIndex(collection, storedIndex, false),
                definitions.createStaleIndex(collection, storedIndex, true));
    }

    private void build(
            String collection,
            String name,
            StoredIndex storedIndex,
            boolean required,
            String blocking,
            String concurrently) {
        String missing = "collection " + collection + ", index "
                + storedIndex.definition().name() + ": the database's index " + name;
        BuildState state = stored.index(name);
        if (state == BuildState.VALID) {
            return;
        }
        if (state == BuildState.BUILDING) {
            builds.add(new Step.Await(missing + ", which somebody builds", required));
            return;
        }
        if (state == BuildState.BROKEN) {
            builds.add(new Step.Transaction(
                    missing + ", which is broken", required, List.of(definitions.dropIndex(name)), Optional.empty()));
        }
        builds.add(new Step.Build(missing, required, collection, blocking, concurrently));
    }
}
