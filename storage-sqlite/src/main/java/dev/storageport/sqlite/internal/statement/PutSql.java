// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.IndexValue;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The statements that write index values: they belong to a program's own set of indexes.
 *
 * <p>The puts bind alike: ?1 key, ?2 revision, ?3 data version, ?4 now, ?5 body bytes, ?6 body, ?7 whether they bring content, from ?8
 * on the indexes that live in a column, in the order of their declaration. They return whether there is a content, before one that they
 * take away is. The reindexings leave ?4 and ?7 out, and {@link #reindex} also the body's.
 *
 * <p>{@link #add} and {@link #change} are for who has read what is there: they bind what is to be stored, and return nothing.
 */
final class PutSql {

    private static final int FIRST_INDEX_PARAMETER = 8;
    static final String RETURNING = " RETURNING revision, created_at, updated_at";

    private static final String RETURNING_CONTENT = RETURNING + ", has_content";

    final String upsert;
    final String insert;
    final String replace;
    final String replaceAtRevision;
    final String readMany;
    final String add;
    final String change;
    final String reindex;
    final String reindexWithBody;

    /**
     * Creates the statements.
     *
     * @param indexes all declared indexes
     */
    PutSql(String table, List<StoredIndex> indexes) {
        List<String> columns = indexes.stream()
                .filter(StoredIndex::inColumn)
                .map(StoredIndex::column)
                .toList();
        long mask = 0;
        for (StoredIndex index : indexes) {
            mask |= index.bit();
        }
        String into = insert(table, columns, mask);
        // Parameters and not "excluded", so that an update binds what an insert binds.
        String assignments = "revision = revision + 1, data_version = ?3, updated_at = max(?4, updated_at + 1),"
                + " body_bytes = ?5, indexed = " + mask + ", has_content = has_content | ?7" + values(columns)
                + ", body = ?6";
        String reindexed = "UPDATE " + table + " SET indexed = indexed | " + mask + values(columns);
        insert = into + " ON CONFLICT (key) DO NOTHING" + RETURNING_CONTENT;
        upsert = into + " ON CONFLICT (key) DO UPDATE SET " + assignments + RETURNING_CONTENT;
        replace = "UPDATE " + table + " SET " + assignments + " WHERE key = ?1" + RETURNING_CONTENT;
        replaceAtRevision =
                "UPDATE " + table + " SET " + assignments + " WHERE key = ?1 AND revision = ?2" + RETURNING_CONTENT;
        // The cross join keeps the array outermost, one search for each key.
        readMany = "SELECT wanted.key, d.id, d.revision, d.data_version, d.created_at, d.updated_at, d.has_content"
                + " FROM json_each(?1) AS wanted CROSS JOIN " + table + " AS d ON d.key = wanted.value";
        add = into;
        change = "UPDATE " + table
                + " SET revision = ?2, data_version = ?3, updated_at = ?4, body_bytes = ?5, indexed = " + mask
                + ", has_content = ?7" + values(columns) + ", body = ?6 WHERE id = ?1";
        reindex = reindexed + " WHERE key = ?1 AND revision = ?2" + RETURNING;
        reindexWithBody = reindexed + ", data_version = ?3, body_bytes = ?5, body = ?6"
                + " WHERE key = ?1 AND revision = ?2" + RETURNING;
    }

    /** Binds the values of the indexes that live in a column. */
    static void bindColumns(PreparedStatement statement, List<StoredIndex> indexes, Map<String, IndexValue> values)
            throws SQLException {
        int parameter = FIRST_INDEX_PARAMETER;
        for (StoredIndex index : indexes) {
            if (index.inColumn()) {
                Values.bind(statement, parameter++, values.get(index.name()));
            }
        }
    }

    private static String insert(String table, List<String> columns, long mask) {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        int parameter = FIRST_INDEX_PARAMETER;
        for (String column : columns) {
            names.append(", ").append(column);
            values.append(", ?").append(parameter++);
        }
        return "INSERT INTO " + table + " (key, revision, data_version, created_at, updated_at, body_bytes, indexed,"
                + " has_content" + names + ", body) VALUES (?1, ?2, ?3, ?4, ?4, ?5, " + mask + ", ?7" + values
                + ", ?6)";
    }

    private static String values(List<String> columns) {
        StringBuilder text = new StringBuilder();
        int parameter = FIRST_INDEX_PARAMETER;
        for (String column : columns) {
            text.append(", ").append(column).append(" = ?").append(parameter++);
        }
        return text.toString();
    }
}
