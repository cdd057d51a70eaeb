// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Filter;
import dev.storageport.sqlite.internal.schema.StoredIndex;

/** Writes the counting of an index's values. */
final class CountSql {

    private CountSql() {}

    /** Returns the query for each value and the number of records that have it, in the order of the values. */
    static Query query(CollectionSql collection, Filter filter, StoredIndex index) {
        boolean column = index.inColumn();
        String value = column ? "d." + index.column() : "m.value";
        Query query = new Query().add("SELECT " + value + ", count(*)");
        if (column) {
            query.add(collection.from() + " WHERE " + value + " IS NOT NULL");
        } else {
            query.add(" FROM " + index.table(collection.name()) + " AS m");
        }
        if (!(filter instanceof Filter.All)) {
            query.add(column ? " AND " : " JOIN " + collection.table() + " AS d ON d.key = m.key WHERE ");
            new Conditions(collection).write(query, filter);
        }
        return query.add(" GROUP BY " + value + " ORDER BY " + value);
    }
}
