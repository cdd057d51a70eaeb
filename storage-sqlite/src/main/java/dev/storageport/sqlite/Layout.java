// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The library's own tables, and the steps that lead to them. A step that was released never changes; its checksum tells. A new file
 * takes all steps one after another, so it is the same as one that has grown.
 *
 * <pre>
 *   "storageport$history"      layout | what, checksum, applied_at        one row for each step
 *   "storageport$events"       id | layout_version, what, applied_at      what was created, added and dropped
 *   "storageport$collections"  name | next_slot
 *   "storageport$indexes"      collection, slot | name, kind, type, version, stored_as
 * </pre>
 */
final class Layout {

    static final int APPLICATION_ID = 0x53745072;
    static final int LATEST = 2;

    static final String COLLECTIONS = "SELECT name, next_slot FROM \"storageport$collections\" ORDER BY name";
    static final String INDEXES = "SELECT collection, name, kind, type, version, slot, stored_as"
            + " FROM \"storageport$indexes\" ORDER BY collection, name, slot";
    static final String HISTORY = "SELECT layout, checksum FROM \"storageport$history\" ORDER BY layout";

    /** As step 2 will number what step 1 left. */
    static final String COLLECTIONS_OF_1 = "SELECT name, (SELECT count(*) FROM \"storageport$indexes\" AS i"
            + " WHERE i.collection = c.name) FROM \"storageport$collections\" AS c ORDER BY name";

    private static final String NUMBERED_INDEXES = "SELECT collection, name,"
            + " CASE is_unique WHEN 1 THEN 'UNIQUE' ELSE 'SINGLE' END AS kind, type, 1 AS version,"
            + " row_number() OVER (PARTITION BY collection ORDER BY name) - 1 AS slot, 'ix_' || name AS stored_as";
    static final String INDEXES_OF_1 = NUMBERED_INDEXES + " FROM \"storageport$indexes\" ORDER BY collection, name";

    private static final String NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";
    private static final String CREATED = "created the layout";

    private static final List<String> STEP_1 = List.of(
            "CREATE TABLE \"storageport$history\" (id INTEGER NOT NULL PRIMARY KEY, layout_version INTEGER NOT NULL,"
                    + " what TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
            "CREATE TABLE \"storageport$collections\" (name TEXT NOT NULL PRIMARY KEY) STRICT",
            "CREATE TABLE \"storageport$indexes\" (collection TEXT NOT NULL REFERENCES \"storageport$collections\" (name),"
                    + " name TEXT NOT NULL, type TEXT NOT NULL, is_unique INTEGER NOT NULL,"
                    + " PRIMARY KEY (collection, name)) STRICT",
            "PRAGMA application_id = " + APPLICATION_ID,
            "PRAGMA user_version = 1",
            "INSERT INTO \"storageport$history\" (layout_version, what, applied_at) VALUES (1, '" + CREATED + "', "
                    + NOW + ")");

    private static final List<String> STEP_2 = List.of(
            "ALTER TABLE \"storageport$history\" RENAME TO \"storageport$events\"",
            "CREATE TABLE \"storageport$history\" (layout INTEGER NOT NULL PRIMARY KEY, what TEXT NOT NULL, checksum TEXT,"
                    + " applied_at TEXT NOT NULL) STRICT",
            // Every file of layout 1 was made by the statements of step 1, also by a library that did not note their
            // checksum.
            "INSERT INTO \"storageport$history\" (layout, what, checksum, applied_at) SELECT 1, what, '"
                    + checksum(STEP_1) + "', applied_at FROM \"storageport$events\" WHERE what = '" + CREATED
                    + "' ORDER BY id LIMIT 1",
            "DELETE FROM \"storageport$events\" WHERE what = '" + CREATED + "'",
            "ALTER TABLE \"storageport$indexes\" RENAME TO \"storageport$indexes_1\"",
            "CREATE TABLE \"storageport$indexes\" (collection TEXT NOT NULL REFERENCES \"storageport$collections\" (name),"
                    + " slot INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,"
                    + " version INTEGER NOT NULL, stored_as TEXT NOT NULL, PRIMARY KEY (collection, slot)) STRICT",
            "INSERT INTO \"storageport$indexes\" (collection, name, kind, type, version, slot, stored_as) "
                    + NUMBERED_INDEXES + " FROM \"storageport$indexes_1\"",
            "DROP TABLE \"storageport$indexes_1\"",
            "ALTER TABLE \"storageport$collections\" ADD COLUMN next_slot INTEGER NOT NULL DEFAULT 0",
            "UPDATE \"storageport$collections\" AS c SET next_slot ="
                    + " (SELECT count(*) FROM \"storageport$indexes\" AS i WHERE i.collection = c.name)",
            "PRAGMA user_version = 2");

    /** For each collection: its records are current for all its indexes, because layout 1 refused a program with others. */
    private static final String STEP_2_COLLECTION =
            "ALTER TABLE \"{collection}\" ADD COLUMN indexed INTEGER NOT NULL DEFAULT {mask}";

    /** For each index of each collection. */
    private static final String STEP_2_INDEX =
            "CREATE INDEX \"{collection}$not_current${slot}\" ON \"{collection}\" (key) WHERE (indexed & {bit}) = 0";

    /** For each unique index: it holds no keys, by which the records without a value are ordered. */
    private static final String STEP_2_ABSENT = "CREATE INDEX \"{collection}$ix_{index}$absent\" ON \"{collection}\""
            + " (\"ix_{index}\", key) WHERE \"ix_{index}\" IS NULL";

    private Layout() {}

    /** Returns the checksums of the steps, that of step 1 first. */
    static List<String> checksums() {
        List<String> second = new ArrayList<>(STEP_2);
        second.add(STEP_2_COLLECTION);
        second.add(STEP_2_INDEX);
        second.add(STEP_2_ABSENT);
        return List.of(checksum(STEP_1), checksum(second));
    }

    /**
     * Returns the statements of a step.
     *
     * @param layout the layout to which the step leads
     * @param stored what the database holds before
     */
    static List<String> step(int layout, StoredCatalog stored) {
        if (layout == 1) {
            return STEP_1;
        }
        List<String> statements = new ArrayList<>(STEP_2);
        for (StoredCatalog.Collection collection : stored.collections()) {
            statements.add(STEP_2_COLLECTION
                    .replace("{collection}", collection.name())
                    .replace("{mask}", String.valueOf(mask(collection.indexes()))));
            for (StoredIndex index : collection.indexes()) {
                statements.add(STEP_2_INDEX
                        .replace("{collection}", collection.name())
                        .replace("{slot}", String.valueOf(index.slot()))
                        .replace("{bit}", String.valueOf(index.bit())));
                if (index.definition().unique()) {
                    statements.add(STEP_2_ABSENT
                            .replace("{collection}", collection.name())
                            .replace("{index}", index.name()));
                }
            }
        }
        statements.add("INSERT INTO \"storageport$history\" (layout, what, checksum, applied_at) VALUES (2,"
                + " 'marked which indexes each record is current for', '"
                + checksums().get(1) + "', " + NOW + ")");
        return statements;
    }

    static long mask(Iterable<StoredIndex> indexes) {
        long mask = 0;
        for (StoredIndex index : indexes) {
            mask |= index.bit();
        }
        return mask;
    }

    /** Returns the statement that notes what became of the database. */
    static String event(String what) {
        return "INSERT INTO \"storageport$events\" (layout_version, what, applied_at) VALUES (" + LATEST + ", "
                + Sql.literal(what) + ", " + NOW + ")";
    }

    private static String checksum(List<String> statements) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(";\n", statements).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
