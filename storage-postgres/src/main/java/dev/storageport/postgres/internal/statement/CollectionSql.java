// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.postgres.internal.schema.CatalogSql;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.TableSql;
import java.util.Map;

/**
 * All SQL of one collection. That of its definition is in {@link TableSql}, that of the catalog in
 * {@link CatalogSql}.
 */
public final class CollectionSql {

    private final StoredCollection table;
    private final ReadSql reads;
    private final WriteSql writes;
    private final QuerySql queries;

    public CollectionSql(StoredCollection table) {
        this.table = table;
        this.reads = new ReadSql(table);
        this.writes = new WriteSql(table);
        this.queries = new QuerySql(table);
    }

    /** Returns that of a collection, which the library has declared before it asks. */
    public static CollectionSql of(CollectionDefinition collection, Map<String, CollectionSql> collections) {
        CollectionSql sql = collections.get(collection.name());
        if (sql == null) {
            throw new IllegalArgumentException(collection.place() + " is not in the catalog");
        }
        return sql;
    }

    public StoredCollection table() {
        return table;
    }

    ReadSql reads() {
        return reads;
    }

    /** Returns the statements that write by key. */
    WriteSql writes() {
        table.requireComplete();
        return writes;
    }

    public QuerySql queries() {
        return queries;
    }
}
