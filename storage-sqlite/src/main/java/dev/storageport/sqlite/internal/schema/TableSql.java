// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import static dev.storageport.sqlite.internal.connection.Sql.literal;
import static dev.storageport.sqlite.internal.connection.Sql.quote;

import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements that make and drop the tables of a collection, with the rows of the library's catalog.
 *
 * <pre>
 *   "players"             id | key | revision, data_version, times, body_bytes, indexed, has_content | ix_... | body
 *   "players$content"     key, part | raw_bytes | frame          part 0 only; room for content in pieces
 *   "players$readable"    a view of the table with times as text
 *   "players$ix_tags"     value, key                             an index of many values
 *   "players$ix_find"     id | text                              a search index; triggers keep its trigrams in step:
 *   "players$ix_find$fts"  full-text table of the trigrams, by id; holds no text
 * </pre>
 *
 * A record's {@code id} is where it stands in this file and means nothing elsewhere; a search index finds records by it. The body
 * stands last in a new table, so that reading the other columns does not walk through its overflow pages. Side tables are kept in step by the database itself, because a program that does not know of them deletes records too. Content is looked for only
 * where {@code has_content} says that there is some, so that all other writes and reads leave its table alone.
 */
final class TableSql {

    private TableSql() {}

    /** Returns what the database must hold for a collection and these of its indexes: the statements that create it, by its name. */
    static Map<String, String> objects(String collection, List<StoredIndex> indexes) {
        List<String> statements =
                new ArrayList<>(create(new StoredCatalog.Collection(collection, indexes.size(), List.of())));
        for (StoredIndex index : indexes) {
            statements.addAll(structures(collection, index));
        }
        Map<String, String> objects = new LinkedHashMap<>();
        for (String statement : statements) {
            if (statement.startsWith("CREATE ")) {
                int name = statement.indexOf('"') + 1;
                objects.put(statement.substring(name, statement.indexOf('"', name)), statement);
            }
        }
        return objects;
    }

    static List<String> create(StoredCatalog.Collection collection) {
        String name = collection.name();
        List<String> statements = new ArrayList<>();
        StringBuilder columns = new StringBuilder();
        for (StoredIndex index : collection.indexes()) {
            if (index.inColumn()) {
                columns.append(", ").append(columnDefinition(index));
            }
        }
        statements.add("CREATE TABLE " + quote(name) + " (id INTEGER NOT NULL PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
                + " revision INTEGER NOT NULL, data_version INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
                + " body_bytes INTEGER NOT NULL, indexed INTEGER NOT NULL, has_content INTEGER NOT NULL" + columns
                + ", body TEXT NOT NULL) STRICT");
        statements.add("CREATE TABLE " + quote(name + "$content") + " (key TEXT NOT NULL REFERENCES " + quote(name)
                + " (key) ON DELETE CASCADE, part INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, frame BLOB NOT NULL,"
                + " PRIMARY KEY (key, part)) STRICT");
        statements.add("CREATE VIEW " + readable(name) + " AS SELECT key, revision, " + text("created_at") + ", "
                + text("updated_at") + ", data_version, body_bytes, has_content, body FROM " + quote(name));
        statements.add("INSERT INTO \"storageport$collections\" (name, next_slot) VALUES (" + literal(name) + ", "
                + collection.nextSlot() + ")");
        // SQLite asks the index that was created last first; the one declared first is the one to name.
        List<StoredIndex> lastFirst = new ArrayList<>(collection.indexes());
        Collections.reverse(lastFirst);
        for (StoredIndex index : lastFirst) {
            statements.addAll(structures(name, index));
        }
        statements.add(Layout.event("created collection " + name));
        return statements;
    }

    /** Returns the statements that add an index to a collection that exists; every record is stale in it then, if it has values. */
    static List<String> add(String collection, StoredIndex index) {
        List<String> statements = new ArrayList<>();
        if (index.inColumn()) {
            statements.add("ALTER TABLE " + quote(collection) + " ADD COLUMN " + columnDefinition(index));
        }
        statements.addAll(structures(collection, index));
        statements.add("UPDATE \"storageport$collections\" SET next_slot = " + (index.slot() + 1) + " WHERE name = "
                + literal(collection));
        statements.add(Layout.event("added to collection " + collection + " the index " + described(index)));
        return statements;
    }

    private static List<String> structures(String collection, StoredIndex index) {
        List<String> statements = new ArrayList<>(
                switch (index.definition().kind()) {
                    case SINGLE ->
                        List.of(createIndex("INDEX", index.table(collection), collection, index.column() + ", key"));
                    case UNIQUE ->
                        List.of(
                                createIndex("UNIQUE INDEX", index.table(collection), collection, index.column()),
                                createIndex("INDEX", absent(collection, index), collection, index.column() + ", key")
                                        + " WHERE " + index.column() + " IS NULL");
                    case TIME ->
                        List.of(createIndex("INDEX", index.table(collection), collection, index.name() + ", key"));
                    case MULTI_VALUE -> many(collection, index);
                    case SEARCH -> search(collection, index);
                });
        if (index.hasValues()) {
            statements.add(createIndex("INDEX", index.stale(collection), collection, "key") + " WHERE "
                    + index.staleCondition(""));
        }
        statements.add(
                "INSERT INTO \"storageport$indexes\" (collection, slot, name, kind, type, version, stored_as) VALUES ("
                        + literal(collection) + ", " + index.slot() + ", " + literal(index.name()) + ", "
                        + literal(index.definition().kind().name()) + ", "
                        + literal(index.definition().type().name()) + ", "
                        + index.definition().version() + ", " + literal(index.storedAs()) + ")");
        return statements;
    }

    /** Returns the index of the records without a value, by key: that of the values has no keys in it. */
    private static String absent(String collection, StoredIndex index) {
        return quote(collection + "$" + index.storedAs() + "$absent");
    }

    private static List<String> many(String collection, StoredIndex index) {
        return List.of(
                "CREATE TABLE " + index.table(collection) + " (value "
                        + columnType(index.definition().type()) + " NOT NULL, " + key(collection)
                        + ", PRIMARY KEY (value, key)) STRICT, WITHOUT ROWID",
                "CREATE INDEX " + byKey(collection, index) + " ON " + index.table(collection) + " (key)");
    }

    private static String byKey(String collection, StoredIndex index) {
        return quote(collection + "$" + index.storedAs() + "$key");
    }

    private static List<String> search(String collection, StoredIndex index) {
        String table = index.table(collection);
        String trigrams = index.trigrams(collection);
        String delete = "DELETE FROM " + trigrams + " WHERE rowid = old.id; ";
        String insert = "INSERT INTO " + trigrams + " (rowid, text) VALUES (new.id, new.text); ";
        return List.of(
                "CREATE TABLE " + table + " (id INTEGER NOT NULL PRIMARY KEY REFERENCES " + quote(collection)
                        + " (id) ON DELETE CASCADE, text TEXT NOT NULL) STRICT",
                "CREATE VIRTUAL TABLE " + trigrams + " USING fts5(text, content='', contentless_delete=1, detail=none,"
                        + " tokenize='trigram case_sensitive 1')",
                trigger(collection, index, "insert", "AFTER INSERT", insert),
                trigger(collection, index, "update", "AFTER UPDATE OF text", delete + insert),
                trigger(collection, index, "delete", "AFTER DELETE", delete));
    }

    private static String trigger(String collection, StoredIndex index, String name, String when, String statements) {
        return "CREATE TRIGGER " + quote(collection + "$" + index.storedAs() + "$" + name) + " " + when + " ON "
                + index.table(collection) + " BEGIN " + statements + "END";
    }

    private static String key(String collection) {
        return "key TEXT NOT NULL REFERENCES " + quote(collection) + " (key) ON DELETE CASCADE";
    }

    private static String createIndex(String kind, String name, String collection, String columns) {
        return "CREATE " + kind + " " + name + " ON " + quote(collection) + " (" + columns + ")";
    }

    private static String columnDefinition(StoredIndex index) {
        return index.column() + " " + columnType(index.definition().type());
    }

    private static String columnType(IndexType type) {
        return switch (type) {
            case TEXT, DATE, UUID -> "TEXT";
            case INTEGER, BOOLEAN, INSTANT -> "INTEGER";
            case REAL -> "REAL";
        };
    }

    /**
     * Returns the view that shows documents to people. Index values are not in it, because they only repeat what the body says; so
     * it stays as it is when indexes come and go.
     */
    private static String readable(String collection) {
        return quote(collection + "$readable");
    }

    /**
     * Returns a time as text, to the microsecond. The remainder is made positive first, because SQLite divides towards zero and a time
     * before 1970 would land in the wrong second.
     */
    private static String text(String column) {
        String fraction = "((" + column + " % 1000000 + 1000000) % 1000000)";
        return "strftime('%Y-%m-%dT%H:%M:%S', (" + column + " - " + fraction
                + ") / 1000000, 'unixepoch') || printf('.%06dZ', " + fraction + ") AS " + column;
    }

    static List<String> drop(String collection, StoredIndex index) {
        List<String> statements = new ArrayList<>();
        if (index.hasValues()) {
            statements.add("DROP INDEX " + index.stale(collection));
        }
        if (!index.inSideTable()) {
            statements.add("DROP INDEX " + index.table(collection));
        }
        if (index.inColumn()) {
            if (index.definition().unique()) {
                statements.add("DROP INDEX " + absent(collection, index));
            }
            statements.add("ALTER TABLE " + quote(collection) + " DROP COLUMN " + index.column());
        } else if (index.inSideTable()) {
            statements.addAll(dropSide(collection, index));
        }
        statements.add("DELETE FROM \"storageport$indexes\" WHERE collection = " + literal(collection) + " AND slot = "
                + index.slot());
        statements.add(Layout.event("dropped from collection " + collection + " the index " + described(index)));
        return statements;
    }

    private static List<String> dropSide(String collection, StoredIndex index) {
        List<String> statements = new ArrayList<>();
        statements.add("DROP TABLE " + index.table(collection));
        if (index.definition().kind() == IndexKind.SEARCH) {
            statements.add("DROP TABLE " + index.trigrams(collection));
        }
        return statements;
    }

    static List<String> drop(StoredCatalog.Collection collection) {
        List<String> statements = new ArrayList<>();
        for (StoredIndex index : collection.indexes()) {
            if (index.inSideTable()) {
                statements.addAll(dropSide(collection.name(), index));
            }
        }
        statements.add("DROP VIEW " + readable(collection.name()));
        statements.add("DROP TABLE " + quote(collection.name() + "$content"));
        statements.add("DROP TABLE " + quote(collection.name()));
        statements.add("DELETE FROM \"storageport$indexes\" WHERE collection = " + literal(collection.name()));
        statements.add("DELETE FROM \"storageport$collections\" WHERE name = " + literal(collection.name()));
        statements.add(Layout.event("dropped collection " + collection.name()));
        return statements;
    }

    private static String described(StoredIndex index) {
        return index.name() + " (" + index.definition().described() + ")";
    }
}
