// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import static dev.storageport.sqlite.internal.connection.Sql.quote;

import dev.storageport.SchemaException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Projection;
import dev.storageport.sqlite.internal.schema.StoredCatalog;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A declared collection as this database stores it, with the texts of its statements, built once because preparing a statement
 * costs more than running it.
 */
public final class CollectionSql {

    private final CollectionDefinition definition;
    private final String table;
    private final String content;
    private final Map<String, StoredIndex> indexes = new LinkedHashMap<>();
    private final @Nullable PutSql puts;

    final String touch;
    final String deleteKey;
    final String deleteKeyAtRevision;
    final String putContent;
    final String removeContent;
    final String noteNoContent;
    final String summarizeRecords;
    final String summarizeContent;
    final String updatedAtNewestFirst;

    /**
     * Creates the texts.
     *
     * @param stored the collection in the database; it may lack an index that is declared, which shows when the index is used
     */
    CollectionSql(CollectionDefinition definition, StoredCatalog.Collection stored) {
        this.definition = definition;
        table = quote(definition.name());
        content = quote(definition.name() + "$content");
        for (IndexDefinition declared : definition.valueIndexes()) {
            Optional<StoredIndex> index = stored.index(declared);
            index.ifPresent(found -> indexes.put(declared.name(), found));
        }
        boolean complete = indexes.size() == definition.valueIndexes().size();
        puts = complete ? new PutSql(table, indexes()) : null;
        touch = "UPDATE " + table + " SET revision = revision + 1, updated_at = max(?2, updated_at + 1) WHERE key = ?1"
                + PutSql.RETURNING;
        deleteKey = "DELETE FROM " + table + " WHERE key = ?1";
        deleteKeyAtRevision = deleteKey + " AND revision = ?2";
        putContent = "INSERT INTO " + content + " (key, part, raw_bytes, frame) VALUES (?1, 0, ?2, ?3)"
                + " ON CONFLICT (key, part) DO UPDATE SET raw_bytes = excluded.raw_bytes, frame = excluded.frame";
        removeContent = "DELETE FROM " + content + " WHERE key = ?1";
        noteNoContent = "UPDATE " + table + " SET has_content = 0 WHERE key = ?1";
        summarizeRecords =
                "SELECT count(*), coalesce(sum(body_bytes), 0), min(updated_at), max(updated_at) FROM " + table;
        summarizeContent = "SELECT coalesce(sum(raw_bytes), 0), coalesce(sum(length(frame)), 0) FROM " + content;
        updatedAtNewestFirst = "SELECT updated_at FROM " + table + " ORDER BY updated_at DESC";
    }

    String name() {
        return definition.name();
    }

    /** Returns the table of the records, quoted. */
    String table() {
        return table;
    }

    /** Returns the same declaration with other knowledge of the database. */
    CollectionSql in(StoredCatalog.Collection stored) {
        return new CollectionSql(definition, stored);
    }

    /** Returns the declared indexes with values that the database has, in the order of their declaration. */
    List<StoredIndex> indexes() {
        return List.copyOf(indexes.values());
    }

    /**
     * Returns the index of that name.
     *
     * @throws SchemaException if the database does not have it
     */
    StoredIndex index(String indexName) {
        StoredIndex index = indexes.get(indexName);
        if (index == null) {
            throw lacks(definition.index(indexName));
        }
        return index;
    }

    /**
     * Returns whether a put may be refused because another record has its value.
     *
     * @throws SchemaException if the database lacks an index
     */
    public boolean claimsValues() {
        puts();
        return definition.hasUniqueIndex();
    }

    /**
     * Returns the statements that write index values.
     *
     * @throws SchemaException if the database lacks an index
     */
    PutSql puts() {
        if (puts == null) {
            throw definition.valueIndexes().stream()
                    .filter(index -> !indexes.containsKey(index.name()))
                    .findFirst()
                    .map(this::lacks)
                    .orElseThrow();
        }
        return puts;
    }

    private SchemaException lacks(IndexDefinition index) {
        return SchemaException.missing(
                definition.place() + ", index " + index.name() + " (" + index.described() + ")", null);
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

    /** Returns the query for records that are stale in an index: behind the key ?1, at most ?2. */
    String stale(StoredIndex index) {
        return select(Projection.BODY) + " FROM " + table + " AS d INDEXED BY " + index.stale(name()) + " WHERE "
                + index.staleCondition("d.") + " AND d.key > ?1 ORDER BY d.key LIMIT ?2";
    }

    String select(Projection projection) {
        return "SELECT d.key, d.revision, d.data_version, d.created_at, d.updated_at"
                + (projection.size() ? ", d.body_bytes + " + contentBytes() : "")
                + (projection.body() ? ", d.body" : "")
                + (projection.content() ? ", t.raw_bytes, t.frame" : "");
    }

    /** Returns how many columns {@link #select} gives. */
    static int columns(Projection projection) {
        return 5 + (projection.size() ? 1 : 0) + (projection.body() ? 1 : 0) + (projection.content() ? 2 : 0);
    }

    /** The length of a value is in its row's head, so that no content is read for it; without a content, nothing is looked for. */
    private String contentBytes() {
        return "iif(d.has_content, coalesce((SELECT sum(length(t.frame)) FROM " + content
                + " AS t WHERE t.key = d.key), 0), 0)";
    }

    String from(Projection projection) {
        return from() + joinContent(projection);
    }

    String from() {
        return " FROM " + table + " AS d";
    }

    /** A record without content is joined with no key at all, for which SQLite does not begin to search. */
    String joinContent(Projection projection) {
        return projection.content()
                ? " LEFT JOIN " + content + " AS t ON t.key = iif(d.has_content, d.key, NULL) AND t.part = 0"
                : "";
    }
}
