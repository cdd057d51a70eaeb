// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexKind;
import dev.storageport.port.Projection;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The statements that filters and orders make. A statement that uses indexes also tells, from the same snapshot, the slot of one that
 * a document is stale in: each such question is one look into an index of the database that is empty as a rule.
 */
public final class QuerySql {

    private final StoredCollection table;
    private final Conditions conditions;
    private final ScanSql scans;

    QuerySql(StoredCollection table) {
        this.table = table;
        this.conditions = new Conditions(table);
        this.scans = new ScanSql(table, conditions);
    }

    public ScanSql scans() {
        return scans;
    }

    private Set<StoredIndex> indexes(Filter filter) {
        return table.indexes(filter.indexes());
    }

    private Query where(Query query, Filter filter) {
        query.add(" FROM " + table.documents() + " AS t WHERE ");
        conditions.add(query, filter);
        return query;
    }

    /** Reads the number and the slot. */
    public Query count(Filter filter) {
        Query query = new Query().add("SELECT c.records, r.slot FROM (SELECT count(*) AS records");
        return where(query, filter)
                .add(") AS c, (" + ReadableIndexes.question(table, indexes(filter)) + ") AS r (slot)");
    }

    /** Deletes, unless an index is not ready, and reads the number and the slot. */
    public Query delete(Filter filter) {
        Query query = new Query()
                .add("WITH r (slot) AS MATERIALIZED (" + ReadableIndexes.question(table, indexes(filter))
                        + "), d AS (DELETE");
        return where(query, filter)
                .add(" AND (SELECT r.slot FROM r) IS NULL RETURNING 1)"
                        + " SELECT c.records, r.slot FROM (SELECT count(*) AS records FROM d) AS c, r");
    }

    /** Deletes, and is counted by the server. */
    public Query deleteWithoutIndex(Filter filter) {
        return where(new Query().add("DELETE"), filter);
    }

    /** Reads slot, value and number; one row without a value if there is none. */
    public Query countBy(Filter filter, String index) {
        StoredIndex storedIndex = table.index(index);
        Set<StoredIndex> used = new LinkedHashSet<>(indexes(filter));
        used.add(storedIndex);
        Query query = new Query()
                .add("WITH r (slot) AS MATERIALIZED (" + ReadableIndexes.question(table, used)
                        + ") SELECT r.slot, g.value, g.records FROM r LEFT JOIN (SELECT ");
        if (storedIndex.kind() == IndexKind.MULTI_VALUE) {
            query.add("u.value, count(*) AS records FROM " + table.documents() + " AS t CROSS JOIN LATERAL unnest(t."
                    + storedIndex.quoted() + ") AS u (value) WHERE ");
        } else {
            query.add("t." + storedIndex.quoted() + " AS value, count(*) AS records FROM " + table.documents()
                    + " AS t WHERE t." + storedIndex.quoted() + " IS NOT NULL AND ");
        }
        conditions.add(query, filter);
        return query.add(" GROUP BY 1) AS g ON true ORDER BY g.value");
    }

    /** Reads documents that are stale in an index, with their bodies. */
    public Query stale(String index, Optional<String> after, int limit) {
        Query query = new Query()
                .add("SELECT " + ReadSql.columns(Projection.BODY) + " FROM "
                        + table.documents() + " AS t WHERE "
                        + table.index(index).stale("t."));
        after.ifPresent(key -> query.add(" AND t.key > ").value(key));
        return query.add(" ORDER BY t.key LIMIT " + limit);
    }
}
