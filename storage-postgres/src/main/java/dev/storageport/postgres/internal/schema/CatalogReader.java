// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.postgres.internal.schema.StoredCatalog.BuildState;
import dev.storageport.postgres.internal.schema.StoredCatalog.Trigrams;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads what a schema holds, in the transaction of a handle, and never from a collection. */
final class CatalogReader {

    private static final int STORAGE_STATED_SINCE = 16;

    private final String schema;
    private final CatalogSql sql;
    private final Layout layout;

    CatalogReader(String schema, Layout layout) {
        this.schema = schema;
        this.sql = new CatalogSql(schema);
        this.layout = layout;
    }

    /** A row of {@link CatalogSql#RELATIONS}. */
    private record Relation(String name, Optional<BuildState> buildState) {

        static Relation of(ResultSet row) throws SQLException {
            return new Relation(
                    row.getString("name"),
                    Optional.ofNullable(row.getString("build_state")).map(BuildState::valueOf));
        }
    }

    /** A row of {@link CatalogSql#collections}. */
    private record CollectionRow(String name, int nextSlot) {

        static CollectionRow of(ResultSet row) throws SQLException {
            return new CollectionRow(row.getString("name"), row.getInt("next_slot"));
        }
    }

    /** A row of {@link CatalogSql#indexes}. */
    private record IndexRow(
            String collection, int slot, String name, String kind, String type, int version, String storedAs) {

        static IndexRow of(ResultSet row) throws SQLException {
            return new IndexRow(
                    row.getString("collection"),
                    row.getInt("slot"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getString("type"),
                    row.getInt("version"),
                    row.getString("stored_as"));
        }
    }

    /** Reads everything, and refuses a layout that this library does not know. */
    StoredCatalog read(Handle handle) {
        Set<String> tables = new HashSet<>();
        Map<String, BuildState> indexes = new HashMap<>();
        List<Relation> relations = handle.createQuery(CatalogSql.RELATIONS)
                .bind("schema", schema)
                .map((row, context) -> Relation.of(row))
                .list();
        for (Relation relation : relations) {
            relation.buildState()
                    .ifPresentOrElse(state -> indexes.put(relation.name(), state), () -> tables.add(relation.name()));
        }
        boolean hasTables = tables.contains("storageport$history");
        return new StoredCatalog(
                storageStated(handle),
                hasSchema(handle, schema),
                hasTables ? layout(handle) : 0,
                hasTables ? collections(handle, Optional.empty()) : Map.of(),
                tables,
                indexes,
                trigrams(handle));
    }

    /** Reads the layout, which it refuses as well, and what the catalog says of one collection, of which there may be many. */
    StoredCatalog read(Handle handle, String collection) {
        boolean hasTables = handle.createQuery(CatalogSql.HAS_TABLE)
                .bind("schema", schema)
                .bind("table", "storageport$history")
                .mapTo(Boolean.class)
                .one();
        return new StoredCatalog(
                storageStated(handle),
                hasTables,
                hasTables ? layout(handle) : 0,
                hasTables ? collections(handle, Optional.of(collection)) : Map.of(),
                Set.of(),
                Map.of(),
                new Trigrams(Optional.empty(), false));
    }

    /** Asks the driver, which the server has told when the session began. */
    private static boolean storageStated(Handle handle) {
        try {
            return handle.getConnection().getMetaData().getDatabaseMajorVersion() >= STORAGE_STATED_SINCE;
        } catch (SQLException error) {
            throw new ConnectionException(error);
        }
    }

    private int layout(Handle handle) {
        return layout.of(
                schema,
                handle.createQuery(sql.history())
                        .map((row, context) -> Layout.Taken.of(row))
                        .list());
    }

    private static boolean hasSchema(Handle handle, String name) {
        return handle.createQuery(CatalogSql.HAS_SCHEMA)
                .bind("schema", name)
                .mapTo(Boolean.class)
                .one();
    }

    private Trigrams trigrams(Handle handle) {
        Optional<String> installed = handle.createQuery(CatalogSql.TRIGRAM_SCHEMA)
                .mapTo(String.class)
                .findOne();
        if (installed.isPresent()) {
            return new Trigrams(installed, true);
        }
        if (!handle.createQuery(CatalogSql.TRIGRAMS_INSTALLABLE)
                .mapTo(Boolean.class)
                .one()) {
            return new Trigrams(Optional.empty(), false);
        }
        return new Trigrams(Optional.of(hasSchema(handle, "public") ? "public" : schema), false);
    }

    private Map<String, StoredCatalog.Collection> collections(Handle handle, Optional<String> only) {
        Map<String, List<StoredIndex>> indexes = new HashMap<>();
        query(handle, sql.indexes(only), only)
                .map((row, context) -> IndexRow.of(row))
                .forEach(row -> indexes.computeIfAbsent(row.collection(), name -> new ArrayList<>())
                        .add(index(row)));
        Map<String, StoredCatalog.Collection> collections = new HashMap<>();
        query(handle, sql.collections(only), only)
                .map((row, context) -> CollectionRow.of(row))
                .forEach(row -> collections.put(
                        row.name(),
                        new StoredCatalog.Collection(row.nextSlot(), indexes.getOrDefault(row.name(), List.of()))));
        return collections;
    }

    private static Query query(Handle handle, String sql, Optional<String> only) {
        Query query = handle.createQuery(sql);
        only.ifPresent(name -> query.bind("only", name));
        return query;
    }

    private StoredIndex index(IndexRow row) {
        try {
            IndexDefinition definition = new IndexDefinition(
                    row.name(), IndexKind.valueOf(row.kind()), IndexType.valueOf(row.type()), row.version());
            return new StoredIndex(definition, row.slot(), row.storedAs());
        } catch (IllegalArgumentException unknown) {
            throw new SchemaException(
                    "collection " + row.collection() + ", index " + row.name() + ": its definition in the schema "
                            + schema + " is not one that this library knows",
                    unknown);
        }
    }
}
