// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.Limits;
import dev.storageport.SchemaException;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of the library's own tables and the steps between them. A step is never changed once it is released: its checksum is
 * stored with it and compared at each opening.
 *
 * <pre>
 * nothing ── step 1 ──&gt; layout 1 ── step 2 ──&gt; layout 2        a fresh database takes every step too
 * </pre>
 */
final class Layout {

    static final int CURRENT = 2;

    private final String schema;
    private final Dialect dialect;
    private final String history;
    private final String collections;
    private final String indexes;
    private final String formerIndexes;

    Layout(String schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
        this.history = Names.qualified(schema, "storageport$history");
        this.collections = Names.qualified(schema, "storageport$collections");
        this.indexes = Names.qualified(schema, "storageport$indexes");
        this.formerIndexes = Names.qualified(schema, "storageport$indexes_1");
    }

    /** Refuses a database whose layout is newer, or whose steps were others than this library's. */
    void requireKnown(Map<Integer, Optional<String>> stored) {
        int latest = latest(stored);
        if (latest > CURRENT) {
            throw new SchemaException(
                    "schema " + schema + " has the layout " + latest + ", and this library knows layouts up to "
                            + CURRENT + ": use a newer version of it",
                    null);
        }
        stored.forEach((layout, checksum) -> {
            boolean mayLack = layout == 1 && latest == 1;
            if (!checksum.map(given -> given.equals(checksum(layout))).orElse(mayLack)) {
                throw new SchemaException(
                        "schema " + schema + ": the step to layout " + layout
                                + " was changed; it is not the one that this library takes",
                        null);
            }
        });
    }

    int latest(Map<Integer, Optional<String>> stored) {
        return stored.keySet().stream()
                .max(Integer::compare)
                .orElseThrow(() -> new SchemaException(
                        "schema " + schema + ": its history is empty, so its layout is not known", null));
    }

    /** Returns the checksum of a step: the SHA-256 of its statements for a sample of a catalog. */
    static String checksum(int layout) {
        Layout sample = new Layout("schema", Dialect.POSTGRES);
        List<String> statements = layout == 1
                ? sample.step1()
                : sample.step2(columnsOfLayout1(Map.of(
                        "collection", List.of(new IndexDefinition("index", IndexKind.SINGLE, IndexType.TEXT, 1)))));
        return Names.digest(String.join("\n", statements));
    }

    private String text() {
        return "text" + dialect.textCollation() + " NOT NULL";
    }

    /** Creates the library's tables. */
    List<String> create() {
        List<String> statements = new ArrayList<>(step1());
        statements.add("INSERT INTO " + history + " (layout, what, applied_at) VALUES (1, 'created', now())");
        return statements;
    }

    private List<String> step1() {
        return List.of(
                "CREATE TABLE " + history + " (layout integer PRIMARY KEY, what " + text()
                        + ", applied_at timestamptz NOT NULL)",
                "CREATE TABLE " + collections + " (name " + text() + " PRIMARY KEY)",
                "CREATE TABLE " + indexes + " (collection " + text() + " REFERENCES " + collections + ", name "
                        + text() + ", type " + text()
                        + ", is_unique boolean NOT NULL, PRIMARY KEY (collection, name))");
    }

    /** Moves layout 1 to layout 2, with the collections and columns that are there. */
    List<String> migrate(Map<String, List<StoredIndex>> stored) {
        List<String> statements = new ArrayList<>(step2(stored));
        statements.add("UPDATE " + history + " SET checksum = " + Names.literal(checksum(1)) + " WHERE layout = 1");
        statements.add("INSERT INTO " + history + " (layout, what, checksum, applied_at) VALUES (2, 'index kinds and"
                + " versions', " + Names.literal(checksum(2)) + ", now())");
        return statements;
    }

    private List<String> step2(Map<String, List<StoredIndex>> stored) {
        List<String> statements = new ArrayList<>(List.of(
                "ALTER TABLE " + history + " ADD COLUMN checksum text" + dialect.textCollation(),
                "ALTER TABLE " + collections + " ADD COLUMN next_slot integer NOT NULL DEFAULT 0",
                "ALTER TABLE " + indexes + " RENAME TO " + Names.quoted("storageport$indexes_1"),
                "CREATE TABLE " + indexes + " (collection " + text() + " REFERENCES " + collections
                        + ", slot integer NOT NULL, name " + text() + ", kind " + text() + ", type " + text()
                        + ", version integer NOT NULL, stored_as " + text() + ", CONSTRAINT "
                        + Names.quoted("storageport$indexes_slot") + " PRIMARY KEY (collection, slot))",
                "INSERT INTO " + indexes + " (collection, slot, name, kind, type, version, stored_as)"
                        + " SELECT collection, row_number() OVER (PARTITION BY collection ORDER BY name) - 1, name,"
                        + " CASE WHEN is_unique THEN 'UNIQUE' ELSE 'SINGLE' END, type, 1, 'ix_' || name FROM "
                        + formerIndexes,
                "DROP TABLE " + formerIndexes));
        new TreeMap<>(stored).forEach((collection, columns) -> {
            String table = StoredCollection.documents(schema, collection);
            long mask = columns.stream().mapToLong(StoredIndex::bit).sum();
            statements.add("UPDATE " + collections + " SET next_slot = " + columns.size() + " WHERE name = "
                    + Names.literal(collection));
            // Noted by the server for all rows at once. Whoever inserts without a mask later is not current for
            // anything.
            statements.add("ALTER TABLE " + table + " ADD COLUMN indexed bigint NOT NULL DEFAULT '" + mask + "'");
            statements.add("ALTER TABLE " + table + " ALTER COLUMN indexed SET DEFAULT 0");
        });
        return statements;
    }

    /** Returns the slots that the step to layout 2 gives to the indexes of layout 1, which are sorted by name. */
    static Map<String, List<StoredIndex>> columnsOfLayout1(Map<String, List<IndexDefinition>> stored) {
        Map<String, List<StoredIndex>> columns = new TreeMap<>();
        stored.forEach((collection, indexes) -> {
            List<StoredIndex> slots = new ArrayList<>();
            for (IndexDefinition index : indexes) {
                slots.add(StoredIndex.of(index, slots.size(), true));
            }
            if (slots.size() > Limits.INDEX_DEFINITIONS) {
                throw new SchemaException(
                        "collection " + collection + " has " + slots.size() + " indexes; there is room for "
                                + Limits.INDEX_DEFINITIONS,
                        null);
            }
            columns.put(collection, slots);
        });
        return columns;
    }
}
