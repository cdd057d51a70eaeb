// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.port.IndexDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All SQL of the library's own tables in one schema: which layout it has, which collections and which indexes. */
public final class CatalogSql {

    /** Tables and indexes of a schema; of an index, whether it is complete, and if not, whether somebody is at it. */
    static final String RELATIONS = "SELECT c.relname AS name, CASE WHEN c.relkind <> 'i' THEN NULL"
            + " WHEN coalesce(i.indisvalid, true) THEN 'VALID'"
            + " WHEN EXISTS (SELECT 1 FROM pg_locks AS l WHERE l.locktype = 'relation'"
            + " AND l.relation = i.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted"
            + " AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()))"
            + " THEN 'BUILDING' ELSE 'BROKEN' END AS build_state"
            + " FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
            + " LEFT JOIN pg_index AS i ON i.indexrelid = c.oid WHERE n.nspname = :schema";

    static final String HAS_TABLE = "SELECT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_namespace AS n"
            + " ON n.oid = c.relnamespace WHERE n.nspname = :schema AND c.relname = :table)";

    static final String HAS_SCHEMA = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = :schema)";

    /** Where the trigrams of a search are, if this user may use them there. */
    public static final String TRIGRAM_SCHEMA = "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n"
            + " ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm' AND has_schema_privilege(n.oid, 'USAGE')";

    /** Whether they can be installed by this user, as far as can be told before. */
    static final String TRIGRAMS_INSTALLABLE = "SELECT EXISTS (SELECT 1 FROM pg_available_extensions"
            + " WHERE name = 'pg_trgm' AND installed_version IS NULL)"
            + " AND has_database_privilege(current_database(), 'CREATE')";

    static final String TABLE_BYTES = "SELECT pg_relation_size(c.oid) FROM pg_class AS c JOIN pg_namespace AS n"
            + " ON n.oid = c.relnamespace WHERE n.nspname = :schema AND c.relname = :table";

    private final String history;
    private final String collections;
    private final String indexes;

    CatalogSql(String schema) {
        this.history = Names.qualified(schema, "storageport$history");
        this.collections = Names.qualified(schema, "storageport$collections");
        this.indexes = Names.qualified(schema, "storageport$indexes");
    }

    static String installTrigrams(String schema) {
        return "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA " + Names.quoted(schema);
    }

    String history() {
        return "SELECT layout, checksum FROM " + history + " ORDER BY layout";
    }

    /** Asks for all collections, or for one, {@code :only}. */
    String collections(Optional<String> only) {
        return "SELECT name, next_slot FROM " + collections
                + only.map(name -> " WHERE name = :only").orElse("");
    }

    /** Asks for the indexes of all collections, or of one, {@code :only}. */
    String indexes(Optional<String> only) {
        return "SELECT collection, slot, name, kind, type, version, stored_as FROM " + indexes
                + only.map(name -> " WHERE collection = :only").orElse("") + " ORDER BY collection, slot";
    }

    String addCollection(String collection, int nextSlot) {
        return "INSERT INTO " + collections + " (name, next_slot) VALUES (" + Names.literal(collection) + ", "
                + nextSlot + ")";
    }

    String setNextSlot(String collection, int nextSlot) {
        return "UPDATE " + collections + " SET next_slot = " + nextSlot + " WHERE name = " + Names.literal(collection);
    }

    /** Notes at least one index of a collection. */
    String addIndexes(String collection, List<StoredIndex> storedIndexes) {
        return "INSERT INTO " + indexes + " (collection, slot, name, kind, type, version, stored_as) VALUES "
                + storedIndexes.stream()
                        .map(storedIndex -> row(collection, storedIndex))
                        .collect(Collectors.joining(", "));
    }

    private static String row(String collection, StoredIndex storedIndex) {
        IndexDefinition index = storedIndex.definition();
        return "("
                + String.join(
                        ", ",
                        Names.literal(collection),
                        Integer.toString(storedIndex.slot()),
                        Names.literal(index.name()),
                        Names.literal(index.kind().name()),
                        Names.literal(index.type().name()),
                        Integer.toString(index.version()),
                        Names.literal(storedIndex.name()))
                + ")";
    }

    String removeIndex(String collection, int slot) {
        return "DELETE FROM " + indexes + " WHERE collection = " + Names.literal(collection) + " AND slot = " + slot;
    }

    List<String> removeCollection(String collection) {
        String name = Names.literal(collection);
        return List.of(
                "DELETE FROM " + indexes + " WHERE collection = " + name,
                "DELETE FROM " + collections + " WHERE name = " + name);
    }
}
