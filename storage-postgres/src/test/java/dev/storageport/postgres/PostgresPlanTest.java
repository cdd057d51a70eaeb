// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import dev.storageport.postgres.internal.statement.CollectionSql;
import dev.storageport.postgres.internal.statement.Query;
import dev.storageport.postgres.internal.statement.QuerySql;
import dev.storageport.postgres.internal.statement.Statements;
import dev.storageport.tck.rule.Rule;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the server finds what is asked for among 100,000 documents: with the statistics of the table and before there are any, with the
 * values of a call and with a plan that is kept for all values.
 */
class PostgresPlanTest {

    private static final CollectionDefinition WARRIOR = new CollectionDefinition(
            "warrior",
            List.of(
                    new IndexDefinition("tag", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    new IndexDefinition("clan", IndexKind.SINGLE, IndexType.TEXT, 1),
                    new IndexDefinition("score", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("born", IndexKind.SINGLE, IndexType.DATE, 1),
                    new IndexDefinition("skill", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 1),
                    IndexDefinition.ofTime(Attribute.UPDATED_AT),
                    IndexDefinition.ofTime(Attribute.CREATED_AT)));

    private static final String ROWS = "INSERT INTO storageport.warrior (key, body, body_bytes, revision, data_version,"
            + " created_at, updated_at, indexed, ix_tag, ix_clan, ix_score, ix_born, ix_skill, ix_text)"
            + " SELECT 'k' || md5(i::text), jsonb_build_object('t', repeat('x', 100)), 110, 1, 1,"
            + " 'epoch'::timestamptz + i * interval '1 s', 'epoch'::timestamptz + i * interval '1 s', 63,"
            + " CASE WHEN i % 2 = 0 THEN 'tag' || i END, 'clan' || i % 1000, CASE WHEN i % 4 > 0 THEN i % 50000 END,"
            + " CASE WHEN i % 50 > 0 THEN date '1900-01-01' + i % 30000 END,"
            + " ARRAY['skill' || i % 1000, 'skill' || i % 777],"
            + " md5('a' || i) || E'\\x1f' || md5('b' || i) || ' ' || md5('c' || i)"
            + " FROM generate_series(1, 100000) AS i";

    private static final Projection BODY = Projection.BODY;

    /** When the server can tell that the index is the shorter way. */
    private enum When {
        ALWAYS,
        WITH_STATISTICS,
        WITH_STATISTICS_AND_VALUES
    }

    /** What the plan of a request holds and does not hold. */
    private record Expected(String name, Query query, When when, List<String> present, List<String> absent) {

        Expected(String name, Query query, List<String> present, List<String> absent) {
            this(name, query, When.ALWAYS, present, absent);
        }

        boolean applies(boolean analyzed, boolean generic) {
            return switch (when) {
                case ALWAYS -> true;
                case WITH_STATISTICS -> analyzed;
                case WITH_STATISTICS_AND_VALUES -> analyzed && !generic;
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'"})
    @Rule("FIND-11")
    void plans_withAndWithoutStatistics_useTheIndexes(String options) throws SQLException {
        try (TestDatabase database = TestDatabase.create(options)) {
            fill(database);
            StoredCollection table = table();
            try (Connection connection = database.connect();
                    Connection unprepared = database.connect("preferQueryMode=simple")) {
                List<String> wrong = new ArrayList<>();
                for (boolean analyzed : List.of(false, true)) {
                    if (analyzed) {
                        database.execute("VACUUM ANALYZE storageport.warrior");
                    }
                    for (Expected expected : expected(new CollectionSql(table).queries())) {
                        for (boolean generic : List.of(false, true)) {
                            String plan = generic
                                    ? generic(unprepared, expected.query())
                                    : plan(connection, expected.query());
                            boolean right = expected.present().stream().allMatch(plan::contains)
                                    && expected.absent().stream().noneMatch(plan::contains);
                            if (!right && expected.applies(analyzed, generic)) {
                                wrong.add(expected.name() + ", analyzed " + analyzed + ", generic " + generic + "\n"
                                        + plan);
                            }
                        }
                    }
                }
                assertThat(String.join("\n", wrong)).isEmpty();
            }
        }
    }

    /** Fills the table without its slowest index, which opening builds again. */
    private static void fill(TestDatabase database) {
        Catalog catalog = new Catalog(List.of(WARRIOR));
        try (PostgresPort port = database.port()) {
            port.prepare(catalog, SchemaMode.MIGRATE);
            database.execute("ALTER TABLE storageport.warrior SET (autovacuum_enabled = off)");
            database.execute("DROP INDEX storageport.\"warrior$ix_text\"");
            database.execute(ROWS);
        }
        try (PostgresPort port = database.port()) {
            port.prepare(catalog, SchemaMode.MIGRATE);
        }
    }

    private static StoredCollection table() {
        List<StoredIndex> columns = new ArrayList<>();
        for (IndexDefinition index : WARRIOR.indexes()) {
            columns.add(StoredIndex.of(index, columns.size(), true));
        }
        return new StoredCollection("storageport", WARRIOR, columns);
    }

    private static List<Expected> expected(QuerySql queries) {
        List<Expected> expected = new ArrayList<>();
        // What is asked once for a statement is an InitPlan; a SubPlan is asked for each row.
        List<String> noScan = List.of("Seq Scan on warrior", "SubPlan");
        List<String> noSort = List.of("Seq Scan on warrior", "SubPlan", "Sort Key");
        Filter all = new Filter.All();
        add(expected, "lookup", queries, scan(Filters.equal("clan", "clan7"), Order.KEY), "warrior$ix_clan", noScan);
        add(expected, "unique", queries, scan(Filters.equal("tag", "tag8"), Order.KEY), "warrior$ix_tag", noScan);
        add(expected, "in", queries, scan(Filters.in("clan", "clan1", "clan2"), Order.KEY), "warrior$ix_clan", noScan);
        Filter prefix = Filters.range("tag", "tag77", "tag78");
        add(expected, "prefix", queries, scan(prefix, Order.KEY), "warrior$ix_tag", noScan);
        Filter absent = new Filter.Not(new Filter.Present("born"));
        add(expected, "absent", queries, scan(absent, Order.KEY), "warrior$ix_born", noScan);
        Filter scores = Filters.range("score", new IndexValue.IntegerValue(100), new IndexValue.IntegerValue(4000));
        for (boolean descending : List.of(false, true)) {
            Order byScore = new Order(new Field.Indexed("score"), descending);
            String name = descending ? " descending" : " ascending";
            add(expected, "range page" + name, queries, page(scores, byScore), "warrior$ix_score", noSort);
            add(expected, "page" + name, queries, page(all, byScore), "warrior$ix_score", noSort);
            Position behind = position(new IndexValue.IntegerValue(20_000));
            add(expected, "page after" + name, queries, page(all, byScore, behind), "warrior$ix_score", noScan);
            Position absentBehind = new Position(OptionalInt.empty(), Optional.empty(), "k7");
            add(
                    expected,
                    "page after absent" + name,
                    queries,
                    page(all, byScore, absentBehind),
                    "warrior$ix_score",
                    noScan);
            add(
                    expected,
                    "range page after" + name,
                    queries,
                    page(scores, byScore, behind),
                    "warrior$ix_score",
                    noScan);
            Order byTag = new Order(new Field.Indexed("tag"), descending);
            add(expected, "unique page" + name, queries, page(all, byTag), "warrior$ix_tag", noScan);
            add(
                    expected,
                    "unique page after" + name,
                    queries,
                    page(all, byTag, position(new IndexValue.TextValue("tag5"))),
                    "warrior$ix_tag",
                    noScan);
            for (Attribute time : List.of(Attribute.CREATED_AT, Attribute.UPDATED_AT)) {
                Order byTime = new Order(time, descending);
                String index = time == Attribute.CREATED_AT ? "warrior$created_at" : "warrior$updated_at";
                add(expected, "time" + name, queries, page(all, byTime), index, noSort);
                Position noon = position(new IndexValue.InstantValue(Samples.NOON));
                add(expected, "time after" + name, queries, page(all, byTime, noon), index, noSort);
            }
            Order byKey = new Order(Attribute.KEY, descending);
            add(expected, "keys" + name, queries, page(all, byKey), "warrior$key", noSort);
            add(
                    expected,
                    "keys after" + name,
                    queries,
                    page(all, byKey, new Position(OptionalInt.empty(), Optional.empty(), "k7")),
                    "warrior$key",
                    noSort);
        }
        for (Filter many : List.of(Filters.equal("skill", "skill7"), Filters.in("skill", "skill7", "skill8"))) {
            add(expected, "many", queries, scan(many, Order.KEY), "warrior$ix_skill", noScan);
            // A common value is found sooner by walking through the keys, so this is left to the server.
            expected.add(new Expected(
                    "page of many",
                    queries.scans().scan(page(many, Order.KEY)),
                    When.WITH_STATISTICS_AND_VALUES,
                    List.of("warrior$ix_skill"),
                    noScan));
        }
        for (String term : List.of("abc", "abcde")) {
            Filter.Search search = new Filter.Search("text", List.of(term));
            add(expected, "search " + term, queries, page(search, Order.KEY), "warrior$ix_text", noScan);
            Order ranked = new Order(Optional.of(search), Attribute.KEY, false);
            add(expected, "ranked search " + term, queries, page(search, ranked), "warrior$ix_text", noScan);
            add(
                    expected,
                    "search by time " + term,
                    queries,
                    page(search, new Order(Attribute.CREATED_AT, true)),
                    "warrior$ix_text",
                    noScan);
            expected.add(new Expected("count " + term, queries.count(search), List.of("warrior$ix_text"), noScan));
        }
        expected.add(new Expected(
                "count by index", queries.count(Filters.equal("clan", "clan7")), List.of("warrior$ix_clan"), noScan));
        Filter first = Filters.updatedBefore(Instant.EPOCH.plusSeconds(1000));
        expected.add(new Expected(
                "count by time", queries.count(first), When.WITH_STATISTICS, List.of("warrior$updated_at"), noScan));
        expected.add(new Expected(
                "delete by time",
                queries.deleteWithoutIndex(first),
                When.WITH_STATISTICS_AND_VALUES,
                List.of("warrior$updated_at"),
                noScan));
        expected.add(new Expected(
                "delete", queries.delete(Filters.equal("clan", "clan7")), List.of("warrior$ix_clan"), noScan));
        expected.add(
                new Expected("count by values", queries.countBy(prefix, "tag"), List.of("warrior$ix_tag"), noScan));
        expected.add(new Expected(
                "stale", queries.stale("score", Optional.empty(), 100), List.of("warrior$stale_2"), noScan));
        expected.add(new Expected(
                "stale after", queries.stale("score", Optional.of("k7"), 100), List.of("warrior$stale_2"), noScan));
        return expected;
    }

    private static void add(
            List<Expected> expected, String name, QuerySql queries, Scan scan, String index, List<String> absent) {
        List<String> present = new ArrayList<>(List.of(index));
        for (StoredIndex storedIndex : table().indexes(scan.indexes())) {
            present.add(storedIndex.staleIndex(WARRIOR.name()));
        }
        expected.add(new Expected(name, queries.scans().scan(scan), present, absent));
    }

    private static Position position(IndexValue value) {
        return new Position(OptionalInt.empty(), Optional.of(value), "k7");
    }

    private static Scan scan(Filter filter, Order order) {
        return Filters.scan(WARRIOR, filter, order, BODY);
    }

    private static Scan page(Filter filter, Order order) {
        return new Scan(WARRIOR, filter, order, Optional.empty(), OptionalInt.of(50), BODY);
    }

    private static Scan page(Filter filter, Order order, Position after) {
        return new Scan(WARRIOR, filter, order, Optional.of(after), OptionalInt.of(50), BODY);
    }

    /** Asks for the plan of a statement with its values. */
    private static String plan(Connection connection, Query query) throws SQLException {
        Connection explaining = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("prepareStatement")
                        ? connection.prepareStatement("EXPLAIN " + arguments[0])
                        : method.invoke(connection, arguments));
        try (PreparedStatement filled = query.prepare(new Statements(explaining, true));
                ResultSet lines = filled.executeQuery()) {
            return lines(lines);
        }
    }

    /** Asks for the plan that is kept for all values. */
    private static String generic(Connection connection, Query query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered(query.text()))) {
            return lines(lines);
        }
    }

    private static String lines(ResultSet lines) throws SQLException {
        StringBuilder plan = new StringBuilder();
        while (lines.next()) {
            plan.append(lines.getString(1)).append('\n');
        }
        return plan.toString();
    }

    private static String numbered(String text) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (String part : text.split("\\?", -1)) {
            numbered.append(number == 0 ? "" : "$" + number).append(part);
            number++;
        }
        return numbered.toString();
    }

    @Test
    void countOfValues_ofAVacuumedTable_readsTheIndexAlone() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.connect()) {
            fill(database);
            database.execute("VACUUM ANALYZE storageport.warrior");
            QuerySql queries = new CollectionSql(table()).queries();
            assertThat(plan(connection, queries.countBy(new Filter.All(), "clan")))
                    .contains("Index Only Scan");
        }
    }
}
