// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.util.List;

/**
 * The statements that write index values: they belong to a program's own set of indexes.
 *
 * <p>The puts bind alike: ?1 key, ?2 revision, ?3 data version, ?4 now, ?5 body bytes, ?6 body, from ?7 on the indexes that live in
 * a column, in the order of their declaration. The reindexings leave ?4 out, and {@link #reindex} also the body's.
 */
final class PutSql {

    static final int FIRST_INDEX_PARAMETER = 7;
    static final String RETURNING = " RETURNING revision, created_at, updated_at";

    final String upsert;
    final String insert;
    final String replace;
    final String replaceAtRevision;
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
                + " body_bytes = ?5, indexed = " + mask + values(columns) + ", body = ?6";
        String reindexed = "UPDATE " + table + " SET indexed = indexed | " + mask + values(columns);
        insert = into + " ON CONFLICT (key) DO NOTHING" + RETURNING;
        upsert = into + " ON CONFLICT (key) DO UPDATE SET " + assignments + RETURNING;
        replace = "UPDATE " + table + " SET " + assignments + " WHERE key = ?1" + RETURNING;
        replaceAtRevision = "UPDATE " + table + " SET " + assignments + " WHERE key = ?1 AND revision = ?2" + RETURNING;
        reindex = reindexed + " WHERE key = ?1 AND revision = ?2" + RETURNING;
        reindexWithBody = reindexed + ", data_version = ?3, body_bytes = ?5, body = ?6"
                + " WHERE key = ?1 AND revision = ?2" + RETURNING;
    }

    private static String insert(String table, List<String> columns, long mask) {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        int parameter = FIRST_INDEX_PARAMETER;
        for (String column : columns) {
            names.append(", ").append(column);
            values.append(", ?").append(parameter++);
        }
        return "INSERT INTO " + table + " (key, revision, data_version, created_at, updated_at, body_bytes, indexed"
                + names + ", body) VALUES (?1, ?2, ?3, ?4, ?4, ?5, " + mask + values + ", ?6)";
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
