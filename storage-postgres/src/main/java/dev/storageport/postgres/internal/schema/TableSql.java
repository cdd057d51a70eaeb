// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that create the tables, columns and indexes of collections. */
public final class TableSql {

    private static final String OPERATORS_OF_TRIGRAMS = ".gin_trgm_ops";

    /** Leaves room for a version of a row of a kilobyte, and for the server to see that a page has too little of it. */
    private static final int FILL_FACTOR = 85;

    private final String schema;
    private final String collation;

    TableSql(String schema, Dialect dialect) {
        this.schema = schema;
        this.collation = dialect.textCollation();
    }

    /**
     * Creates a collection with its indexes; the index of a search only if the server can have it.
     *
     * <p>The content stands beside the document as {@code raw_bytes} and {@code frame}, both null if there is none. The server keeps a frame out
     * of the row and, when only the document changes, as it is. Frames are compressed already; the server would only try in vain. Pages are
     * left some room, so that the versions of a row stay on the page that its indexes point to.
     *
     * @param storage whether the server lets a column's storage be stated where the column is
     */
    List<String> createCollection(
            String collection, List<StoredIndex> columns, Optional<String> trigrams, boolean storage) {
        String table = StoredCollection.documents(schema, collection);
        List<String> statements = new ArrayList<>();
        StringBuilder documents = new StringBuilder("CREATE TABLE " + table + " (key text" + collation + " NOT NULL,"
                + " body jsonb NOT NULL, body_bytes integer NOT NULL, revision bigint NOT NULL,"
                + " data_version integer NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,"
                + " indexed bigint NOT NULL DEFAULT 0, raw_bytes integer, frame bytea"
                + (storage ? " STORAGE EXTERNAL" : ""));
        columns.stream()
                .filter(StoredIndex::hasValues)
                .forEach(storedIndex -> documents.append(", ").append(definition(storedIndex)));
        statements.add(documents + ", " + "CONSTRAINT " + Names.quoted(Names.index(collection, "key"))
                + " PRIMARY KEY (key)) WITH (fillfactor = " + FILL_FACTOR + ")");
        if (!storage) {
            statements.add("ALTER TABLE " + table + " ALTER COLUMN frame SET STORAGE EXTERNAL");
        }
        for (StoredIndex storedIndex : columns) {
            createValueIndex(collection, storedIndex, trigrams, false).ifPresent(statements::add);
            if (storedIndex.hasValues()) {
                statements.add(createStaleIndex(collection, storedIndex, false));
            }
        }
        return statements;
    }

    private String definition(StoredIndex storedIndex) {
        return storedIndex.quoted() + " " + storedIndex.type()
                + (storedIndex.elementType().equals("text") ? collation : "");
    }

    /** Adds the columns of indexes to a collection, if they have any; the server notes them and rewrites no row. */
    Optional<String> addColumns(String collection, List<StoredIndex> indexes) {
        List<StoredIndex> columns =
                indexes.stream().filter(StoredIndex::hasValues).toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(alter(collection, columns));
    }

    private String alter(String collection, List<StoredIndex> columns) {
        return "ALTER TABLE " + StoredCollection.documents(schema, collection)
                + columns.stream()
                        .map(storedIndex -> " ADD COLUMN " + definition(storedIndex))
                        .reduce((left, right) -> left + "," + right)
                        .orElseThrow();
    }

    /** Creates the index over the values of a column; none for a search that the server has no trigrams for. */
    Optional<String> createValueIndex(
            String collection, StoredIndex storedIndex, Optional<String> trigrams, boolean concurrently) {
        String name = storedIndex.valueIndex(collection);
        String quoted = storedIndex.quoted();
        return switch (storedIndex.kind()) {
            case SINGLE, TIME -> Optional.of(create("INDEX", concurrently, name, collection, "(" + quoted + ", key)"));
            case UNIQUE -> Optional.of(create("UNIQUE INDEX", concurrently, name, collection, "(" + quoted + ")"));
            case MULTI_VALUE -> Optional.of(gin(concurrently, name, collection, quoted));
            case SEARCH ->
                trigrams.map(extension -> gin(
                        concurrently,
                        name,
                        collection,
                        quoted + " " + Names.quoted(extension) + OPERATORS_OF_TRIGRAMS));
        };
    }

    /** Without a list of pending entries, which each writer would lock for all serializable readers. */
    private String gin(boolean concurrently, String name, String collection, String column) {
        return create("INDEX", concurrently, name, collection, "USING gin (" + column + ") WITH (fastupdate = off)");
    }

    String createStaleIndex(String collection, StoredIndex storedIndex, boolean concurrently) {
        return create(
                "INDEX",
                concurrently,
                storedIndex.staleIndex(collection),
                collection,
                "(key) WHERE " + storedIndex.stale(""));
    }

    private String create(String what, boolean concurrently, String name, String collection, String definition) {
        return "CREATE " + what + (concurrently ? " CONCURRENTLY " : " ") + Names.quoted(name) + " ON "
                + StoredCollection.documents(schema, collection) + " " + definition;
    }

    String dropIndex(String name) {
        return "DROP INDEX IF EXISTS " + Names.qualified(schema, name);
    }

    /** Drops an index: a column with the index over its values, and the other index; or the index on a time, which stays. */
    List<String> drop(String collection, StoredIndex storedIndex) {
        if (!storedIndex.hasValues()) {
            return List.of(dropIndex(storedIndex.valueIndex(collection)));
        }
        return List.of(
                dropIndex(storedIndex.staleIndex(collection)),
                "ALTER TABLE " + StoredCollection.documents(schema, collection) + " DROP COLUMN "
                        + storedIndex.quoted());
    }

    String dropCollection(String collection) {
        return "DROP TABLE " + StoredCollection.documents(schema, collection);
    }
}
