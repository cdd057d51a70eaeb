// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexType;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All SQL of one collection; that of the catalog is in {@link PostgresCatalogSql}. A write reads its rows from a source that stands for one row of parameters or for arrays of them,
 * so single documents and batches share each statement. Names are always qualified and quoted; nothing depends on a search path.
 */
final class PostgresSql {

    private static final int IDENTIFIER_BYTES = 63;
    private static final String WRITTEN = "t.key, t.revision, t.created_at, t.updated_at";
    private static final String NEXT_REVISION = "revision = t.revision + 1";

    /** How a put treats a record that is there, or is not. */
    enum PutForm {
        UPSERT,
        INSERT,
        UPDATE
    }

    /** What a put of one document does to its content. */
    enum ContentForm {
        KEEP,
        REMOVE,
        REPLACE
    }

    /** A column as a source gives it. */
    private record Column(String name, String type) {}

    private final CollectionDefinition collection;
    private final String table;
    private final String content;
    private final List<Column> columns;
    private final Map<PutForm, Map<ContentForm, String>> putOne = new EnumMap<>(PutForm.class);
    private final Map<PutForm, String> putMany;
    private final Map<Projection, String> readOne;
    private final Map<Projection, String> readMany;

    PostgresSql(String schema, CollectionDefinition collection) {
        this.collection = collection;
        this.table = qualified(schema, collection.name());
        this.content = qualified(schema, collection.name() + "$content");
        this.columns = columns(collection);
        this.putMany = each(PutForm.class, form -> put(form, PostgresSql::arrays));
        for (PutForm form : PutForm.values()) {
            String put = put(form, PostgresSql::row);
            putOne.put(form, each(ContentForm.class, change -> withContent(put, change)));
        }
        this.readOne = each(Projection.class, projection -> select(projection) + " WHERE t.key = ?");
        this.readMany = each(Projection.class, projection -> select(projection) + " WHERE t.key = ANY (?)");
    }

    /** Builds a statement for each case once, because the driver finds a prepared statement by its text. */
    private static <E extends Enum<E>> Map<E, String> each(Class<E> type, Function<E, String> statement) {
        Map<E, String> statements = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            statements.put(value, statement.apply(value));
        }
        return statements;
    }

    private static <E extends Enum<E>, T> T of(Map<E, T> all, E value) {
        return Objects.requireNonNull(all.get(value));
    }

    CollectionDefinition collection() {
        return collection;
    }

    // Names

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String qualified(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    static String column(String index) {
        return "ix_" + index;
    }

    /** Returns the name of an index of the database; a longer one keeps its beginning and ends in a digest of the whole. */
    static String indexName(String collection, String suffix) {
        String name = collection + "$" + suffix;
        if (name.length() <= IDENTIFIER_BYTES) {
            return name;
        }
        String digest = digest(name);
        return name.substring(0, IDENTIFIER_BYTES - digest.length() - 1) + "$" + digest;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    static String uniqueIndexName(String collection, String index) {
        return indexName(collection, column(index));
    }

    // Sources of rows

    private static List<Column> columns(CollectionDefinition collection) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("key", "text"),
                new Column("body", "jsonb"),
                new Column("body_bytes", "integer"),
                new Column("revision", "bigint"),
                new Column("data_version", "integer"),
                new Column("created_at", "timestamptz"),
                new Column("updated_at", "timestamptz")));
        for (IndexDefinition index : collection.indexes()) {
            columns.add(new Column(quoted(column(index.name())), type(index.type())));
        }
        return columns;
    }

    static String type(IndexType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "bigint";
            case REAL -> "double precision";
            case BOOLEAN -> "boolean";
            case INSTANT -> "timestamptz";
            case DATE -> "date";
            case UUID -> "uuid";
        };
    }

    /** One row: a parameter for each column. */
    private static String row(List<Column> columns) {
        return columns.stream()
                .map(column -> "?::" + column.type() + " AS " + column.name())
                .collect(Collectors.joining(", ", "(SELECT ", ")"));
    }

    /** Many rows: a text array for each column. */
    private static String arrays(List<Column> columns) {
        return columns.stream()
                        .map(column -> column.name() + "::" + column.type() + " AS " + column.name())
                        .collect(Collectors.joining(", ", "(SELECT ", ""))
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ", " FROM unnest(", ")"))
                + columns.stream().map(Column::name).collect(Collectors.joining(", ", " AS u (", "))"));
    }

    // Writing

    private String put(PutForm form, Function<List<Column>, String> source) {
        if (form == PutForm.UPDATE) {
            List<Column> expecting = new ArrayList<>(columns);
            expecting.add(new Column("expected", "bigint"));
            return "UPDATE " + table + " AS t SET " + assignments("v") + " FROM " + source.apply(expecting)
                    + " AS v WHERE t.key = v.key AND (v.expected IS NULL OR t.revision = v.expected) RETURNING "
                    + WRITTEN;
        }
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " AS t (" + names + ") SELECT " + names + " FROM " + source.apply(columns)
                + " AS v ON CONFLICT (key) DO "
                + (form == PutForm.INSERT ? "NOTHING" : "UPDATE SET " + assignments("excluded")) + " RETURNING "
                + WRITTEN;
    }

    private String assignments(String row) {
        StringBuilder assignments =
                new StringBuilder(NEXT_REVISION).append(", ").append(laterThanStored(row + ".updated_at"));
        for (Column column : columns) {
            if (!List.of("key", "revision", "created_at", "updated_at").contains(column.name())) {
                assignments
                        .append(", ")
                        .append(column.name())
                        .append(" = ")
                        .append(row)
                        .append('.')
                        .append(column.name());
            }
        }
        return assignments.toString();
    }

    private static String laterThanStored(String time) {
        return "updated_at = greatest(" + time + ", t.updated_at + interval '1 microsecond')";
    }

    private String withContent(String put, ContentForm change) {
        return switch (change) {
            case KEEP -> put;
            case REMOVE ->
                "WITH w AS (" + put + "), c AS (DELETE FROM " + content
                        + " AS c USING w WHERE c.key = w.key) SELECT key, revision, created_at, updated_at FROM w";
            case REPLACE ->
                "WITH w AS (" + put + "), c AS (INSERT INTO " + content
                        + " (key, part, frame, raw_bytes) SELECT w.key, 0, ?::bytea, ?::integer FROM w " + REPLACING
                        + ") SELECT key, revision, created_at, updated_at FROM w";
        };
    }

    private static final String REPLACING =
            "ON CONFLICT (key, part) DO UPDATE SET frame = excluded.frame, raw_bytes = excluded.raw_bytes";

    String putOne(PutForm form, ContentForm change) {
        return of(of(putOne, form), change);
    }

    String putMany(PutForm form) {
        return of(putMany, form);
    }

    String replaceContents() {
        return "INSERT INTO " + content + " (key, part, frame, raw_bytes) SELECT u.key, 0, u.frame, u.raw_bytes"
                + " FROM unnest(?::text[], ?::bytea[], ?::integer[]) AS u (key, frame, raw_bytes) " + REPLACING;
    }

    String removeContents() {
        return "DELETE FROM " + content + " WHERE key = ANY (?)";
    }

    String touch() {
        return "UPDATE " + table + " AS t SET " + NEXT_REVISION + ", " + laterThanStored("v.updated_at") + " FROM "
                + arrays(List.of(new Column("key", "text"), new Column("updated_at", "timestamptz")))
                + " AS v WHERE t.key = v.key RETURNING " + WRITTEN;
    }

    String delete() {
        return "DELETE FROM " + table + " AS t USING "
                + arrays(List.of(new Column("key", "text"), new Column("expected", "bigint")))
                + " AS v WHERE t.key = v.key AND (v.expected IS NULL OR t.revision = v.expected) RETURNING t.key";
    }

    String delete(Filter filter) {
        return "DELETE FROM " + table + " AS t" + where(filter);
    }

    // Reading

    private String select(Projection projection) {
        String body = projection.body() ? ", t.body" : "";
        return "SELECT t.key, t.revision, t.data_version, t.created_at, t.updated_at" + body
                + (projection.content()
                        ? ", c.frame, c.raw_bytes FROM " + table + " AS t LEFT JOIN " + content
                                + " AS c ON c.key = t.key AND c.part = 0"
                        : " FROM " + table + " AS t");
    }

    String readOne(Projection projection) {
        return of(readOne, projection);
    }

    String readMany(Projection projection) {
        return of(readMany, projection);
    }

    String scan(Projection projection, Filter filter, Order order, boolean limited) {
        return select(projection) + where(filter) + orderBy(order) + (limited ? " LIMIT ?" : "");
    }

    String count(Filter filter) {
        return "SELECT count(*) FROM " + table + " AS t" + where(filter);
    }

    private String where(Filter filter) {
        if (filter instanceof Filter.KeyRange range) {
            return (range.from().isPresent() ? " WHERE t.key >= ?" : "")
                    + (range.before().isPresent() ? (range.from().isPresent() ? " AND" : " WHERE") + " t.key < ?" : "");
        }
        if (filter instanceof Filter.IndexEquals equal) {
            return " WHERE t." + quoted(column(collection.index(equal.index()).name())) + " = ?";
        }
        return filter instanceof Filter.UpdatedBefore ? " WHERE t.updated_at < ?" : "";
    }

    private static String orderBy(Order order) {
        String direction = order.descending() ? " DESC" : "";
        return switch (order.by()) {
            case KEY -> " ORDER BY t.key" + direction;
            case CREATED_AT -> " ORDER BY t.created_at" + direction + ", t.key" + direction;
            case UPDATED_AT -> " ORDER BY t.updated_at" + direction + ", t.key" + direction;
        };
    }

    String summarize() {
        return "SELECT count(*), coalesce(sum(t.body_bytes), 0), min(t.updated_at), max(t.updated_at),"
                + " percentile_disc(?::double precision[]) WITHIN GROUP (ORDER BY t.updated_at DESC),"
                + " (SELECT coalesce(sum(c.raw_bytes), 0) FROM " + content + " AS c),"
                + " (SELECT coalesce(sum(octet_length(c.frame)), 0) FROM " + content + " AS c)"
                + " FROM " + table + " AS t";
    }

    // Defining

    List<String> create(PostgresDialect dialect) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + table + " (" + definitions(dialect) + ", " + primaryKey("key", "(key)") + ")");
        statements.add("CREATE TABLE " + content + " (key text" + dialect.textCollation()
                + " NOT NULL, part integer NOT NULL,"
                + " frame bytea NOT NULL, raw_bytes integer NOT NULL, " + primaryKey("content_key", "(key, part)")
                + ", FOREIGN KEY (key) REFERENCES " + table + " (key) ON DELETE CASCADE)");
        // The frames are compressed already; the server would only try in vain.
        statements.add("ALTER TABLE " + content + " ALTER COLUMN frame SET STORAGE EXTERNAL");
        statements.add(createIndex("", "created_at", "(created_at, key)"));
        statements.add(createIndex("", "updated_at", "(updated_at, key)"));
        for (IndexDefinition index : collection.indexes()) {
            String column = quoted(column(index.name()));
            statements.add(createIndex(
                    index.unique() ? "UNIQUE " : "",
                    column(index.name()),
                    index.unique() ? "(" + column + ")" : "(" + column + ", key)"));
        }
        return statements;
    }

    private String definitions(PostgresDialect dialect) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type()
                        + (column.type().equals("text") ? dialect.textCollation() : "")
                        + (column.name().startsWith("\"ix_") ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
    }

    private String primaryKey(String suffix, String columns) {
        return "CONSTRAINT " + quoted(indexName(collection.name(), suffix)) + " PRIMARY KEY " + columns;
    }

    private String createIndex(String unique, String suffix, String columns) {
        return "CREATE " + unique + "INDEX " + quoted(indexName(collection.name(), suffix)) + " ON " + table + " "
                + columns;
    }
}
