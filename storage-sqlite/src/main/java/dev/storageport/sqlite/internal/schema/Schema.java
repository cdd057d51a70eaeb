// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Settings;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.connection.WriteAccess;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to what the catalog needs, by the steps of {@link Plan}, and tells what it holds. Looks first and takes the
 * write lock only if something is missing; then plans again in each transaction, because another process may have been faster.
 */
public final class Schema {

    private final Database database;
    private final Layout layout;
    private final Consumer<String> running;

    /**
     * Creates it.
     *
     * @param layout the layout to bring the database to
     * @param running is shown each statement before it runs
     */
    public Schema(Database database, Layout layout, Consumer<String> running) {
        this.database = database;
        this.layout = layout;
        this.running = running;
    }

    /**
     * What opening found and did.
     *
     * @param stored what the database holds now
     * @param added what this opening added
     */
    public record Prepared(StoredCatalog stored, Catalog added) {}

    /** Runs on the writer's connection, before anything else does. */
    public Prepared prepare(WriteAccess writer, Catalog declared, SchemaMode mode) {
        StoredCatalog stored = stored(writer);
        List<CollectionDefinition> added = new ArrayList<>();
        if (mode == SchemaMode.VALIDATE) {
            requireComplete(stored, declared);
        } else if (mode == SchemaMode.MIGRATE) {
            stored = migrate(writer, stored, declared, added);
        }
        return new Prepared(stored, joined(added));
    }

    private StoredCatalog stored(WriteAccess writer) {
        return writer.use(database.name(), connection -> {
            try {
                connection.control(Sql.BEGIN_SNAPSHOT);
            } catch (SQLException failed) {
                throw connection.failed(database.name(), failed);
            }
            try {
                return read(connection, database.name());
            } finally {
                connection.rollback();
            }
        });
    }

    /** Each step adds a collection or an index of one. */
    private static Catalog joined(List<CollectionDefinition> added) {
        Map<String, List<IndexDefinition>> indexes = new LinkedHashMap<>();
        for (CollectionDefinition collection : added) {
            indexes.computeIfAbsent(collection.name(), name -> new ArrayList<>())
                    .addAll(collection.indexes());
        }
        List<CollectionDefinition> collections = new ArrayList<>();
        indexes.forEach((name, found) -> collections.add(new CollectionDefinition(name, found)));
        return new Catalog(collections);
    }

    private void requireComplete(StoredCatalog stored, Catalog declared) {
        List<Plan.Step> missing = Plan.of(layout, stored, declared).steps();
        if (!missing.isEmpty()) {
            throw new SchemaException(
                    database.name() + ": it lacks "
                            + String.join(
                                    "; ", missing.stream().map(Plan.Step::lacks).toList())
                            + "; open once with the schema mode MIGRATE, or run what ddl() prints",
                    null);
        }
    }

    private StoredCatalog migrate(
            WriteAccess writer, StoredCatalog seen, Catalog declared, List<CollectionDefinition> added) {
        StoredCatalog stored = seen;
        if (!Plan.of(layout, stored, declared).steps().isEmpty()) {
            // Sorting the keys of a large collection for a new database index takes files then, not memory.
            setting(writer, "FILE");
            stored = migrateStepByStep(writer, declared, added);
            setting(writer, "MEMORY");
        }
        return stored;
    }

    private void setting(WriteAccess writer, String temporary) {
        writer.<@Nullable Void>use(database.name(), connection -> {
            try {
                connection.execute(Sql.pragma("temp_store", temporary));
                return null;
            } catch (SQLException failed) {
                throw connection.failed(database.name(), failed);
            }
        });
    }

    /** Takes a bounded number of steps in each transaction, so that others can write in between, until none is left. */
    private StoredCatalog migrateStepByStep(WriteAccess writer, Catalog declared, List<CollectionDefinition> added) {
        while (true) {
            List<Plan.Step> taken = new ArrayList<>();
            StoredCatalog before = writer.transact(database.name(), connection -> {
                StoredCatalog stored = read(connection, database.name());
                for (Plan.Step step : Plan.of(layout, stored, declared).batch()) {
                    run(connection, database.name(), step.statements());
                    taken.add(step);
                }
                return stored;
            });
            if (taken.isEmpty()) {
                return before;
            }
            taken.forEach(step -> step.adds().ifPresent(added::add));
        }
    }

    private StoredCatalog read(DatabaseConnection connection, String place) {
        try {
            return StoredCatalog.read(connection, layout, database.name());
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    private void run(DatabaseConnection connection, String place, List<String> statements) {
        try {
            for (String statement : statements) {
                running.accept(statement);
                connection.execute(statement);
            }
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    /** Returns the script that {@link Plan} asks for; a database that is not there yet gets its settings first. */
    public List<String> ddl(Catalog declared) {
        Optional<StoredCatalog> stored = database.observe(connection -> {
            try {
                connection.control(Sql.BEGIN_SNAPSHOT);
                return read(connection, database.name());
            } catch (SQLException failed) {
                throw connection.failed(database.name(), failed);
            }
        });
        List<String> script = new ArrayList<>();
        if (stored.isEmpty() && !database.inMemory()) {
            script.addAll(Settings.OF_A_NEW_FILE);
        }
        script.addAll(script(stored.orElse(StoredCatalog.EMPTY), declared));
        return List.copyOf(script);
    }

    /** Returns the script for a database that is open. */
    public List<String> ddl(WriteAccess writer, Catalog declared) {
        return script(stored(writer), declared);
    }

    private List<String> script(StoredCatalog stored, Catalog declared) {
        List<String> script = new ArrayList<>();
        for (Plan.Step step : Plan.of(layout, stored, declared).steps()) {
            script.add(Sql.BEGIN_WRITE);
            script.addAll(step.statements());
            script.add(Sql.COMMIT);
        }
        return List.copyOf(script);
    }

    /** Returns what the database holds; the connection is in a transaction. */
    public SchemaStatus status(DatabaseConnection connection) {
        StoredCatalog stored = read(connection, database.name());
        try {
            List<CollectionStatus> collections = new ArrayList<>();
            for (StoredCatalog.Collection collection : stored.collections()) {
                List<StoredIndex> indexes = new ArrayList<>(collection.indexes());
                indexes.sort(Comparator.comparing(StoredIndex::name).thenComparing(StoredIndex::slot));
                List<IndexStatus> found = new ArrayList<>();
                Set<StoredIndex> stale = stale(connection, collection.name(), indexes);
                for (StoredIndex index : indexes) {
                    IndexState state = IndexState.of(stale.contains(index));
                    found.add(new IndexStatus(index.definition(), state, Optional.empty()));
                }
                collections.add(new CollectionStatus(collection.name(), found));
            }
            return new SchemaStatus(stored.layout(), collections);
        } catch (SQLException failed) {
            throw connection.failed(database.name(), failed);
        }
    }

    /** Returns those of the indexes in which a record is stale; the connection is in a transaction. */
    public static Set<StoredIndex> stale(DatabaseConnection connection, String collection, List<StoredIndex> indexes)
            throws SQLException {
        List<StoredIndex> asked =
                indexes.stream().filter(StoredIndex::hasValues).toList();
        Set<StoredIndex> stale = new HashSet<>();
        if (!asked.isEmpty()) {
            // Asked once in a while, and another text for each collection: not worth keeping.
            try (PreparedStatement statement = connection.once(StoredIndex.stale(collection, asked));
                    ResultSet row = statement.executeQuery()) {
                row.next();
                for (int i = 0; i < asked.size(); i++) {
                    if (row.getBoolean(i + 1)) {
                        stale.add(asked.get(i));
                    }
                }
            }
        }
        return stale;
    }

    /** Drops an index if there is one with this definition; returns what the database holds then. */
    public StoredCatalog dropIndex(WriteAccess writer, String collection, IndexDefinition definition) {
        String place = "collection " + collection + ", index " + definition.name();
        return change(writer, place, connection -> {
            StoredCatalog stored = read(connection, place);
            stored.collection(collection)
                    .flatMap(found -> found.index(definition))
                    .ifPresent(index -> run(connection, place, TableSql.drop(collection, index)));
        });
    }

    /** Drops a collection if there is one; returns what the database holds then. */
    public StoredCatalog dropCollection(WriteAccess writer, String collection) {
        String place = "collection " + collection;
        return change(
                writer,
                place,
                connection -> read(connection, place)
                        .collection(collection)
                        .ifPresent(found -> run(connection, place, TableSql.drop(found))));
    }

    private StoredCatalog change(WriteAccess writer, String place, Consumer<DatabaseConnection> work) {
        return writer.transact(place, connection -> {
            work.accept(connection);
            return read(connection, place);
        });
    }
}
