// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.postgres.internal.connection.ConnectRetry;
import dev.storageport.postgres.internal.connection.HandleExecutor;
import dev.storageport.postgres.internal.connection.SessionSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What a program declares and what the database holds: brings them together, compares, tells and drops. */
public final class Schema {

    public static final String WITHOUT_TRIGRAMS =
            "searched by reading every document, because the database has no index for it (extension pg_trgm)";

    private final HandleExecutor handles;
    private final SessionSettings settings;
    private final Dialect dialect;
    private final Layout layout;
    private final ConnectRetry.Pause pause;

    /**
     * Creates the schema's side of one storage.
     *
     * @param layout the layout to bring the database to
     */
    public Schema(
            HandleExecutor handles,
            SessionSettings settings,
            Dialect dialect,
            Layout layout,
            ConnectRetry.Pause pause) {
        this.handles = handles;
        this.settings = settings;
        this.dialect = dialect;
        this.layout = layout;
        this.pause = pause;
    }

    /** Prepares the schema as far as the mode allows. */
    public Migration.Outcome prepare(Catalog catalog, SchemaMode mode) {
        requireSuitableServer();
        if (mode == SchemaMode.MIGRATE) {
            return migration(this::look).run(stored -> plan(stored, catalog));
        }
        StoredCatalog stored = look();
        if (mode == SchemaMode.VALIDATE) {
            validate(stored, catalog);
        }
        return new Migration.Outcome(stored, new Catalog(List.of()));
    }

    /** Returns the statements that would migrate the schema. */
    public List<String> ddl(Catalog catalog) {
        requireSuitableServer();
        return plan(look(), catalog).stream()
                .flatMap(step -> step.statements().stream())
                .toList();
    }

    private void requireSuitableServer() {
        ServerFacts facts = handles.reading("settings of the server", ServerFacts::of);
        facts.requireSuitable(settings.statementTimeout());
    }

    private Migration migration(Function<Handle, StoredCatalog> look) {
        return new Migration(handles, settings, dialect, pause, look);
    }

    private StoredCatalog look() {
        return handles.reading(place(), this::look);
    }

    private String place() {
        return "schema " + settings.schema();
    }

    private StoredCatalog look(Handle handle) {
        return reader().read(handle);
    }

    private CatalogReader reader() {
        return new CatalogReader(settings.schema(), layout);
    }

    private List<Step> plan(StoredCatalog stored, Catalog catalog) {
        return Plan.of(layout, stored, catalog, settings.schema(), dialect);
    }

    private void validate(StoredCatalog stored, Catalog catalog) {
        String missing = plan(stored, catalog).stream()
                .filter(Step::required)
                .map(Step::missing)
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            throw new SchemaException(
                    "schema " + settings.schema() + " lacks " + missing
                            + ": open it with SchemaMode.MIGRATE, or have its administrator run the statements of ddl",
                    null);
        }
    }

    /** Returns what the database holds: its catalog in one snapshot, and then how far its indexes are. */
    public SchemaStatus status() {
        StoredCatalog stored = look();
        List<StaleIndexes.Place> places = new ArrayList<>();
        stored.collections()
                .forEach((name, collection) -> collection
                        .indexes()
                        .forEach(storedIndex -> places.add(new StaleIndexes.Place(name, storedIndex))));
        Set<StaleIndexes.Place> stale = stale().among(places);
        List<SchemaStatus.CollectionStatus> collections = new ArrayList<>();
        new TreeMap<>(stored.collections()).forEach((name, collection) -> {
            List<SchemaStatus.IndexStatus> indexes = new ArrayList<>();
            for (StoredIndex storedIndex : sorted(collection)) {
                indexes.add(new SchemaStatus.IndexStatus(
                        storedIndex.definition(),
                        SchemaStatus.IndexState.of(stale.contains(new StaleIndexes.Place(name, storedIndex))),
                        note(stored, name, storedIndex)));
            }
            collections.add(new SchemaStatus.CollectionStatus(name, indexes));
        });
        return new SchemaStatus(stored.layout(), collections);
    }

    private StaleIndexes stale() {
        return new StaleIndexes(handles, settings.schema());
    }

    /** Returns those of the declared indexes in which a document is stale, or which the database lacks. */
    public Catalog incomplete(Collection<StoredCollection> declared) {
        Set<StaleIndexes.Place> stale = stale().among(declared.stream()
                .flatMap(collection -> collection.indexes().stream().map(index -> place(collection, index)))
                .toList());
        return new Catalog(declared.stream()
                .map(collection -> new CollectionDefinition(
                        collection.collection().name(),
                        collection.collection().valueIndexes().stream()
                                .filter(index -> collection
                                        .held(index)
                                        .map(held -> stale.contains(place(collection, held)))
                                        .orElse(true))
                                .toList()))
                .filter(collection -> !collection.indexes().isEmpty())
                .toList());
    }

    private static StaleIndexes.Place place(StoredCollection collection, StoredIndex index) {
        return new StaleIndexes.Place(collection.collection().name(), index);
    }

    private static List<StoredIndex> sorted(StoredCatalog.Collection collection) {
        return collection.indexes().stream()
                .sorted(Comparator.comparing((StoredIndex storedIndex) ->
                                storedIndex.definition().name())
                        .thenComparing(StoredIndex::slot))
                .toList();
    }

    /** Returns what an operator should know about an index of the database. */
    public static Optional<String> note(StoredCatalog stored, String collection, StoredIndex storedIndex) {
        if (stored.hasValueIndex(collection, storedIndex)) {
            return Optional.empty();
        }
        if (storedIndex.kind() == IndexKind.SEARCH && !stored.trigrams().installed()) {
            return Optional.of(WITHOUT_TRIGRAMS);
        }
        return Optional.of((storedIndex.hasValues() ? "found" : "asked for")
                + " by reading every document, because the database's index " + storedIndex.valueIndex(collection)
                + " is missing or not complete; open with SchemaMode.MIGRATE");
    }

    /** Drops an index with its values, if it has any; the server removes a column at once. */
    public void dropIndex(String collection, IndexDefinition index) {
        change(
                collection,
                "collection " + collection + ", dropping index " + index.name(),
                held -> held.index(index).map(storedIndex -> {
                    List<String> statements = new ArrayList<>(definitions().drop(collection, storedIndex));
                    statements.add(catalog().removeIndex(collection, storedIndex.slot()));
                    return statements;
                }));
    }

    /** Drops a collection with its documents. */
    public void dropCollection(String collection) {
        change(collection, "dropping collection " + collection, held -> {
            List<String> statements = new ArrayList<>(List.of(definitions().dropCollection(collection)));
            statements.addAll(catalog().removeCollection(collection));
            return Optional.of(statements);
        });
    }

    /** Changes one collection, if it is there and there is anything to be changed. Looks at no other, of which there may be many. */
    private void change(
            String collection, String what, Function<StoredCatalog.Collection, Optional<List<String>>> changes) {
        migration(handle -> reader().read(handle, collection)).change(stored -> {
            Optional<List<String>> statements =
                    Optional.ofNullable(stored.collections().get(collection)).flatMap(changes);
            if (statements.isPresent()) {
                requireOwnLayout(stored);
            }
            return statements.<Step>map(present -> new Step.Transaction(what, present)).stream()
                    .toList();
        });
    }

    private void requireOwnLayout(StoredCatalog stored) {
        if (stored.layout() < layout.number()) {
            throw new SchemaException(
                    "schema " + settings.schema() + " has the layout " + stored.layout()
                            + ": open it with SchemaMode.MIGRATE first",
                    null);
        }
    }

    private TableSql definitions() {
        return new TableSql(settings.schema(), dialect);
    }

    private CatalogSql catalog() {
        return new CatalogSql(settings.schema());
    }

    /** Returns where a declared collection is, with those of its indexes that the database has. */
    public static StoredCollection table(String schema, StoredCatalog stored, CollectionDefinition declared) {
        StoredCatalog.Collection held = stored.collections().get(declared.name());
        List<StoredIndex> columns = held == null
                ? List.of()
                : declared.indexes().stream()
                        .flatMap(index -> held.index(index).stream())
                        .toList();
        return new StoredCollection(schema, declared, columns);
    }
}
