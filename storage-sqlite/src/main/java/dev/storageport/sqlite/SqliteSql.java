// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexType;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All SQL of this backend: constants for the database and the library's own tables, and an object with the texts of one
 * collection, built once because preparing a statement costs more than running it.
 *
 * <pre>
 *   "players"            key | revision, data_version, times, body_bytes | ix_... | body
 *   "players$content"    key, part | raw_bytes | frame        part 0 only; room for content in pieces
 * </pre>
 *
 * The large column stands last in each table, so that reading the others does not walk through its overflow pages.
 */
final class SqliteSql {

    static final int APPLICATION_ID = 0x53745072;
    static final int LAYOUT = 1;
    static final int FIRST_INDEX_PARAMETER = 7;

    static final String BEGIN_SNAPSHOT = "BEGIN";
    static final String BEGIN_WRITE = "BEGIN IMMEDIATE";
    static final String COMMIT = "COMMIT";
    static final String ROLLBACK = "ROLLBACK";
    static final String VERSION = "SELECT sqlite_version()";
    static final String COUNT_OBJECTS = "SELECT count(*) FROM sqlite_schema";
    static final String OPTIMIZE = "PRAGMA optimize";
    static final String CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";

    static final List<String> CREATE_LIBRARY_TABLES = List.of(
            "CREATE TABLE \"storageport$history\" (id INTEGER NOT NULL PRIMARY KEY, layout_version INTEGER NOT NULL,"
                    + " what TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
            "CREATE TABLE \"storageport$collections\" (name TEXT NOT NULL PRIMARY KEY) STRICT",
            "CREATE TABLE \"storageport$indexes\" (collection TEXT NOT NULL REFERENCES \"storageport$collections\" (name),"
                    + " name TEXT NOT NULL, type TEXT NOT NULL, is_unique INTEGER NOT NULL,"
                    + " PRIMARY KEY (collection, name)) STRICT");
    static final String ADD_HISTORY =
            "INSERT INTO \"storageport$history\" (layout_version, what, applied_at) VALUES (?, ?, ?)";
    static final String ADD_COLLECTION = "INSERT INTO \"storageport$collections\" (name) VALUES (?)";
    static final String ADD_INDEX =
            "INSERT INTO \"storageport$indexes\" (collection, name, type, is_unique) VALUES (?, ?, ?, ?)";
    static final String HAS_COLLECTION = "SELECT count(*) FROM \"storageport$collections\" WHERE name = ?";
    static final String COUNT_COLLECTIONS = "SELECT count(*) FROM \"storageport$collections\"";
    static final String INDEXES =
            "SELECT name, type, is_unique FROM \"storageport$indexes\" WHERE collection = ? ORDER BY name";

    private static final String INDEX_PREFIX = "ix_";
    private static final String RETURNING = " RETURNING revision, created_at, updated_at";

    private final CollectionDefinition collection;
    private final String table;
    private final String content;

    /** The four puts bind alike: ?1 key, ?2 revision, ?3 data version, ?4 now, ?5 body bytes, ?6 body, from ?7 on the indexes. */
    final String upsert;

    final String insert;
    final String replace;
    final String replaceAtRevision;
    final String touch;
    final String deleteKey;
    final String deleteKeyAtRevision;
    final String putContent;
    final String removeContent;
    final String summarizeRecords;
    final String summarizeContent;
    final String updatedAtAtRank;

    SqliteSql(CollectionDefinition collection) {
        this.collection = collection;
        table = quote(collection.name());
        content = quote(collection.name() + "$content");
        insert = insert() + " ON CONFLICT (key) DO NOTHING" + RETURNING;
        upsert = insert() + " ON CONFLICT (key) DO UPDATE SET " + assignments() + RETURNING;
        replace = "UPDATE " + table + " SET " + assignments() + " WHERE key = ?1" + RETURNING;
        replaceAtRevision =
                "UPDATE " + table + " SET " + assignments() + " WHERE key = ?1 AND revision = ?2" + RETURNING;
        touch = "UPDATE " + table + " SET revision = revision + 1, updated_at = max(?2, updated_at + 1) WHERE key = ?1"
                + RETURNING;
        deleteKey = "DELETE FROM " + table + " WHERE key = ?1";
        deleteKeyAtRevision = deleteKey + " AND revision = ?2";
        putContent = "INSERT INTO " + content + " (key, part, raw_bytes, frame) VALUES (?1, 0, ?2, ?3)"
                + " ON CONFLICT (key, part) DO UPDATE SET raw_bytes = excluded.raw_bytes, frame = excluded.frame";
        removeContent = "DELETE FROM " + content + " WHERE key = ?1";
        summarizeRecords =
                "SELECT count(*), coalesce(sum(body_bytes), 0), min(updated_at), max(updated_at) FROM " + table;
        summarizeContent = "SELECT coalesce(sum(raw_bytes), 0), coalesce(sum(length(frame)), 0) FROM " + content;
        updatedAtAtRank =
                "SELECT updated_at FROM " + table + " ORDER BY updated_at DESC, key DESC LIMIT 1 OFFSET ?1 - 1";
    }

    private String insert() {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        int parameter = FIRST_INDEX_PARAMETER;
        for (IndexDefinition index : collection.indexes()) {
            columns.append(", ").append(column(index.name()));
            values.append(", ?").append(parameter++);
        }
        return "INSERT INTO " + table + " (key, revision, data_version, created_at, updated_at, body_bytes" + columns
                + ", body) VALUES (?1, ?2, ?3, ?4, ?4, ?5" + values + ", ?6)";
    }

    /** Parameters and not {@code excluded}, so that an update binds what an insert binds. */
    private String assignments() {
        StringBuilder text = new StringBuilder("revision = revision + 1, data_version = ?3, ")
                .append("updated_at = max(?4, updated_at + 1), body_bytes = ?5");
        int parameter = FIRST_INDEX_PARAMETER;
        for (IndexDefinition index : collection.indexes()) {
            text.append(", ").append(column(index.name())).append(" = ?").append(parameter++);
        }
        return text.append(", body = ?6").toString();
    }

    /** Returns the statements that create the collection's tables and indexes, in order. */
    List<String> create() {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + table + " (key TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL,"
                + " data_version INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
                + " body_bytes INTEGER NOT NULL" + indexColumnDefinitions() + ", body TEXT NOT NULL"
                + readable("created_at") + readable("updated_at") + ") STRICT");
        statements.add("CREATE TABLE " + content + " (key TEXT NOT NULL REFERENCES " + table
                + " (key) ON DELETE CASCADE, part INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, frame BLOB NOT NULL,"
                + " PRIMARY KEY (key, part)) STRICT");
        statements.add(createIndex("INDEX", "updated_at", "updated_at, key"));
        statements.add(createIndex("INDEX", "created_at", "created_at, key"));
        // SQLite asks the index that was created last first; the one declared first is the one to name.
        List<IndexDefinition> lastFirst = new ArrayList<>(collection.indexes());
        Collections.reverse(lastFirst);
        for (IndexDefinition index : lastFirst) {
            String column = column(index.name());
            statements.add(
                    index.unique()
                            ? createIndex("UNIQUE INDEX", INDEX_PREFIX + index.name(), column)
                            : createIndex("INDEX", INDEX_PREFIX + index.name(), column + ", key"));
        }
        return statements;
    }

    private String createIndex(String kind, String name, String columns) {
        return "CREATE " + kind + " " + databaseIndex(name) + " ON " + table + " (" + columns + ")";
    }

    /** Tables and indexes share their names in SQLite: the prefix keeps an index called content off the content table. */
    private String databaseIndex(String name) {
        return quote(collection.name() + "$" + name);
    }

    private String indexColumnDefinitions() {
        StringBuilder text = new StringBuilder();
        for (IndexDefinition index : collection.indexes()) {
            text.append(", ").append(column(index.name())).append(' ').append(columnType(index.type()));
        }
        return text.toString();
    }

    private static String columnType(IndexType type) {
        return switch (type) {
            case TEXT, DATE, UUID -> "TEXT";
            case INTEGER, BOOLEAN, INSTANT -> "INTEGER";
            case REAL -> "REAL";
        };
    }

    /**
     * A column that exists only when it is read and shows microseconds as text. The remainder is made positive first, because
     * SQLite divides towards zero and a time before 1970 would land in the wrong second.
     */
    private static String readable(String column) {
        String fraction = "((" + column + " % 1000000 + 1000000) % 1000000)";
        return ", " + column + "_utc TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%S', (" + column + " - "
                + fraction + ") / 1000000, 'unixepoch') || printf('.%06dZ', " + fraction + ")) VIRTUAL";
    }

    /** Returns the query for one key, ?1. */
    String readOne(Projection projection) {
        return select(projection) + from(projection) + " WHERE d.key = ?1";
    }

    /** Returns the query for the keys of a JSON array, ?1. The cross join keeps the array outermost, one search for each key. */
    String readMany(Projection projection) {
        return select(projection) + " FROM json_each(?1) AS wanted CROSS JOIN " + table
                + " AS d ON d.key = wanted.value" + joinContent(projection);
    }

    /** Returns the query of a scan; the filter's values come first, then the limit if there is one. */
    String scan(Scan scan) {
        return select(scan.projection())
                + from(scan.projection())
                + where(scan.filter())
                + orderBy(scan.order())
                + (scan.limit().isPresent() ? " LIMIT ?" : "");
    }

    String count(Filter filter) {
        return "SELECT count(*) FROM " + table + " AS d" + where(filter);
    }

    String delete(Filter filter) {
        return "DELETE FROM " + table + " AS d" + where(filter);
    }

    private static String select(Projection projection) {
        return "SELECT d.key, d.revision, d.data_version, d.created_at, d.updated_at"
                + (projection.body() ? ", d.body" : "")
                + (projection.content() ? ", t.raw_bytes, t.frame" : "");
    }

    private String from(Projection projection) {
        return " FROM " + table + " AS d" + joinContent(projection);
    }

    private String joinContent(Projection projection) {
        return projection.content() ? " LEFT JOIN " + content + " AS t ON t.key = d.key AND t.part = 0" : "";
    }

    private static String where(Filter filter) {
        if (filter instanceof Filter.KeyRange range) {
            return range.from().map(key -> " WHERE d.key >= ?").orElse("")
                    + range.before()
                            .map(key -> (range.from().isPresent() ? " AND" : " WHERE") + " d.key < ?")
                            .orElse("");
        }
        if (filter instanceof Filter.IndexEquals equals) {
            return " WHERE d." + column(equals.index()) + " = ?";
        }
        return filter instanceof Filter.UpdatedBefore ? " WHERE d.updated_at < ?" : "";
    }

    private static String orderBy(Order order) {
        String direction = order.descending() ? " DESC" : "";
        String first = switch (order.by()) {
            case KEY -> "";
            case CREATED_AT -> "d.created_at" + direction + ", ";
            case UPDATED_AT -> "d.updated_at" + direction + ", ";
        };
        return " ORDER BY " + first + "d.key" + direction;
    }

    static String pragma(String name) {
        return "PRAGMA " + name;
    }

    static String pragma(String name, String value) {
        return "PRAGMA " + name + " = " + value;
    }

    private static String column(String index) {
        return quote(INDEX_PREFIX + index);
    }

    private static String quote(String identifier) {
        return '"' + identifier + '"';
    }
}
