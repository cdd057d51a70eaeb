// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.postgres.PostgresStored.IndexState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what a program declares with what a database holds and says what is to be done. Reads and changes nothing. */
final class PostgresPlan {

    private final PostgresStored stored;
    private final String schema;
    private final PostgresLayout layout;
    private final PostgresCatalogSql catalog;
    private final PostgresDefinitions definitions;
    private final List<PostgresStep> steps = new ArrayList<>();
    private final List<PostgresStep> builds = new ArrayList<>();

    private PostgresPlan(PostgresStored stored, String schema, PostgresDialect dialect) {
        this.stored = stored;
        this.schema = schema;
        this.layout = new PostgresLayout(schema, dialect);
        this.catalog = new PostgresCatalogSql(schema);
        this.definitions = new PostgresDefinitions(schema, dialect);
    }

    /** Returns the steps that bring the database to what is declared, in their order; none if nothing is missing. */
    static List<PostgresStep> of(PostgresStored stored, Catalog declared, String schema, PostgresDialect dialect) {
        PostgresPlan plan = new PostgresPlan(stored, schema, dialect);
        plan.layout();
        plan.trigrams(declared);
        declared.collections().forEach(plan::collection);
        plan.undeclared(declared);
        plan.steps.addAll(plan.builds);
        return List.copyOf(plan.steps);
    }

    private void layout() {
        if (stored.layout() < 1) {
            List<String> statements = new ArrayList<>();
            if (!stored.hasSchema()) {
                statements.add("CREATE SCHEMA " + PostgresNames.quoted(schema));
            }
            statements.addAll(layout.create());
            steps.add(new PostgresStep.Transaction("the library's tables", statements));
        }
        if (stored.layout() < 2) {
            Map<String, List<PostgresColumn>> columns = new HashMap<>();
            stored.collections().forEach((name, collection) -> columns.put(name, collection.columns()));
            steps.add(new PostgresStep.Transaction("layout 2", layout.migrate(columns)));
        }
    }

    private void trigrams(Catalog declared) {
        PostgresStored.Trigrams trigrams = stored.trigrams();
        boolean searched = declared.collections().stream()
                .flatMap(collection -> collection.indexes().stream())
                .anyMatch(index -> switch (index.kind()) {
                    case SEARCH -> true;
                    case SINGLE, UNIQUE, MANY -> false;
                });
        if (searched && !trigrams.installed() && trigrams.schema().isPresent()) {
            List<String> attempts = Stream.of(trigrams.schema().get(), schema)
                    .distinct()
                    .map(PostgresCatalogSql::installTrigrams)
                    .toList();
            steps.add(new PostgresStep.Install("the extension pg_trgm", attempts));
        }
    }

    private void collection(CollectionDefinition declared) {
        PostgresStored.Collection collection = stored.collections().get(declared.name());
        if (collection == null) {
            create(declared);
            return;
        }
        for (String table : List.of(declared.name(), declared.name() + "$content")) {
            if (!stored.tables().contains(table)) {
                throw new SchemaException("schema " + schema + " lacks the table " + table + " of its catalog", null);
            }
        }
        List<PostgresColumn> added = new ArrayList<>();
        for (IndexDefinition index : declared.indexes()) {
            PostgresColumn column = collection
                    .column(index)
                    .orElseGet(() -> next(declared, index, collection.columns(), added, collection.nextSlot()));
            if (collection.column(index).isEmpty()) {
                added.add(column);
            }
            buildValues(declared.name(), column);
            buildStale(declared.name(), column, true);
        }
        if (!added.isEmpty()) {
            add(declared.name(), added, collection.nextSlot() + added.size());
        }
    }

    private static PostgresColumn next(
            CollectionDefinition collection,
            IndexDefinition index,
            List<PostgresColumn> before,
            List<PostgresColumn> added,
            int nextSlot) {
        int slot = nextSlot + added.size();
        if (slot >= PostgresColumn.SLOTS) {
            throw new SchemaException(
                    "collection " + collection.name() + ", index " + index.name() + ": all " + PostgresColumn.SLOTS
                            + " places for definitions of indexes have been used; copy the collection to a new one",
                    null);
        }
        // A dropped column is never made again: a program that still runs with its definition would take the new values
        // for its own.
        boolean dropped = nextSlot != before.size();
        boolean first = !dropped
                && Stream.concat(before.stream(), added.stream())
                        .noneMatch(column -> column.name().equals("ix_" + index.name()));
        return PostgresColumn.of(index, slot, first);
    }

    private void create(CollectionDefinition declared) {
        String name = declared.name();
        for (String table : List.of(name, name + "$content")) {
            if (stored.tables().contains(table)) {
                throw new SchemaException(
                        "schema " + schema + " holds a table " + table + " that is not the collection " + name, null);
            }
        }
        List<PostgresColumn> columns = new ArrayList<>();
        for (IndexDefinition index : declared.indexes()) {
            columns.add(next(declared, index, List.of(), columns, 0));
        }
        List<String> statements = new ArrayList<>(
                definitions.createCollection(name, columns, stored.trigrams().schema()));
        statements.add(catalog.addCollection(name, columns.size()));
        columns.forEach(column -> statements.add(catalog.addIndex(name, column)));
        steps.add(new PostgresStep.Transaction("the collection " + name, true, statements, Optional.of(declared)));
    }

    private void add(String collection, List<PostgresColumn> columns, int nextSlot) {
        List<String> statements = new ArrayList<>();
        statements.add(definitions.addColumns(collection, columns));
        columns.forEach(column -> statements.add(catalog.addIndex(collection, column)));
        statements.add(catalog.setNextSlot(collection, nextSlot));
        String names = columns.stream()
                .map(column ->
                        column.definition().name() + " (" + column.definition().described() + ")")
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow();
        CollectionDefinition indexes = new CollectionDefinition(
                collection, columns.stream().map(PostgresColumn::definition).toList());
        steps.add(new PostgresStep.Transaction(
                "collection " + collection + ", index " + names, true, statements, Optional.of(indexes)));
    }

    /** Completes what a step to another layout has left for after its transaction, for other programs too. */
    private void undeclared(Catalog declared) {
        stored.collections().forEach((name, collection) -> {
            Optional<CollectionDefinition> own = declared.collections().stream()
                    .filter(definition -> definition.name().equals(name))
                    .findFirst();
            for (PostgresColumn column : collection.columns()) {
                boolean handled = own.isPresent() && own.get().indexes().contains(column.definition());
                if (!handled && stored.tables().contains(name)) {
                    buildStale(name, column, false);
                }
            }
        });
    }

    private void buildValues(String collection, PostgresColumn column) {
        Optional<String> trigrams = stored.trigrams().schema();
        boolean required = switch (column.kind()) {
            case SEARCH -> false;
            case SINGLE, UNIQUE, MANY -> true;
        };
        Optional<String> concurrently = definitions.createValueIndex(collection, column, trigrams, true);
        if (concurrently.isPresent()) {
            String blocking = definitions
                    .createValueIndex(collection, column, trigrams, false)
                    .orElseThrow();
            build(collection, column.valueIndex(collection), column, required, blocking, concurrently.get());
        }
    }

    private void buildStale(String collection, PostgresColumn column, boolean required) {
        build(
                collection,
                column.staleIndex(collection),
                column,
                required,
                definitions.createStaleIndex(collection, column, false),
                definitions.createStaleIndex(collection, column, true));
    }

    private void build(
            String collection,
            String name,
            PostgresColumn column,
            boolean required,
            String blocking,
            String concurrently) {
        String missing =
                "collection " + collection + ", index " + column.definition().name() + ": the database's index " + name;
        IndexState state = stored.index(name);
        if (state == IndexState.VALID) {
            return;
        }
        if (state == IndexState.BUILDING) {
            builds.add(new PostgresStep.Await(missing + ", which somebody builds", required));
            return;
        }
        if (state == IndexState.BROKEN) {
            builds.add(new PostgresStep.Transaction(
                    missing + ", which is broken", required, List.of(definitions.dropIndex(name)), Optional.empty()));
        }
        builds.add(new PostgresStep.Build(missing, required, collection, blocking, concurrently));
    }
}
