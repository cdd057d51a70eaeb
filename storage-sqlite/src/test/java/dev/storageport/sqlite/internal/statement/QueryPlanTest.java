// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import static dev.storageport.sqlite.internal.statement.ManyDocuments.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Catalog;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.schema.StoredCatalog;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;

/**
 * Each question goes through an index and does not step over what it does not return, among 100,000 documents: never analysed, with
 * what closing a storage collects, and analysed. What a question costs is counted in steps of SQLite's machine, some twenty for a row.
 */
final class QueryPlanTest {

    private static final int STEPS_OF_A_PAGE = 2_500;
    private static final String NO_STATISTICS = "PRAGMA user_version";
    private static final String SOME_STATISTICS = "PRAGMA optimize(0x10002)";
    private static final String STATISTICS = "ANALYZE";

    private static final Filter ALL = new Filter.All();
    private static final Field AGE = new Field.Indexed("age");
    private static final Field NAME = new Field.Indexed("name");
    private static final Field MAIL = new Field.Indexed("mail");
    private static final Field TAGS = new Field.Indexed("tags");

    @TempDir
    static Path directory;

    private static Database database;

    private final CollectionStatements collections = new CollectionStatements();
    private long steps;

    @BeforeAll
    static void create() throws SQLException {
        database = ManyDocuments.create(directory.resolve("people.db"));
    }

    /** What a question does on a connection. */
    private interface Questions {
        void ask(DatabaseConnection connection) throws SQLException;
    }

    /** Asks in a transaction that is rolled back with the statistics in it. */
    private void with(String statistics, Questions questions) throws SQLException {
        DatabaseConnection connection = database.openWriter();
        connection.control(Sql.BEGIN_SNAPSHOT);
        collections.learn(StoredCatalog.read(connection, Layout.CURRENT, "test"), new Catalog(List.of(PEOPLE)));
        connection.rollback();
        connection.execute(Sql.BEGIN_WRITE);
        connection.execute(statistics);
        ProgressHandler.setHandler(connection.jdbc(), 1, new ProgressHandler() {
            @Override
            protected int progress() {
                steps++;
                return 0;
            }
        });
        try {
            questions.ask(connection);
        } finally {
            connection.execute(Sql.ROLLBACK);
            connection.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    @Rule("FIND-11")
    void page_inEveryOrder_readsAsManyRowsAsItReturns(String statistics) throws SQLException {
        with(statistics, connection -> {
            for (boolean descending : new boolean[] {false, true}) {
                for (Field by : List.of(AGE, NAME, MAIL, Field.Attribute.UPDATED_AT)) {
                    Order order = new Order(by, descending);
                    assertPage(connection, ALL, order, Optional.empty());
                    assertPage(connection, ALL, order, Optional.of(deep(by, "k050000")));
                    if (by instanceof Field.Indexed) {
                        Position absent = new Position(OptionalInt.empty(), Optional.empty(), "k050000");
                        assertPage(connection, ALL, order, Optional.of(absent));
                    }
                }
                Order byKey = new Order(Field.Attribute.KEY, descending);
                Position key = new Position(OptionalInt.empty(), Optional.empty(), "k050000");
                assertPage(connection, ALL, byKey, Optional.of(key));
                assertPage(connection, range(Field.Attribute.KEY, text("k01"), text("k09")), byKey, Optional.of(key));
            }
        });
    }

    private static Position deep(Field by, String key) {
        IndexValue value = by == AGE
                ? new IndexValue.IntegerValue(50)
                : by == NAME
                        ? text("name50000")
                        : by == MAIL ? text("m5") : new IndexValue.InstantValue(Instant.EPOCH.plusNanos(50_000_000));
        return new Position(OptionalInt.empty(), Optional.of(value), key);
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    @Rule("FIND-11")
    void page_ofARange_beginsWhereThePositionIs(String statistics) throws SQLException {
        with(statistics, connection -> {
            Filter ages = range(AGE, new IndexValue.IntegerValue(10), new IndexValue.IntegerValue(90));
            Filter names = range(NAME, text("name1"), text("name9"));
            for (boolean descending : new boolean[] {false, true}) {
                assertPage(connection, ages, new Order(AGE, descending), Optional.empty());
                assertPage(connection, ages, new Order(AGE, descending), Optional.of(deep(AGE, "k050000")));
                assertPage(connection, names, new Order(NAME, descending), Optional.empty());
                assertPage(connection, names, new Order(NAME, descending), Optional.of(deep(NAME, "k050000")));
                Filter withoutMail = new Filter.Not(new Filter.Present("mail"));
                assertPage(connection, withoutMail, new Order(MAIL, descending), Optional.empty());
                assertPage(connection, withoutMail, new Order(Field.Attribute.KEY, descending), Optional.empty());
                Filter both = new Filter.And(List.of(new Filter.Present("mail"), names));
                assertPage(connection, both, new Order(NAME, descending), Optional.of(deep(NAME, "k050000")));
                Filter absent = new Filter.Not(new Filter.Present("age"));
                assertPage(connection, absent, new Order(Field.Attribute.KEY, descending), Optional.empty());
                assertPage(connection, absent, new Order(AGE, descending), Optional.empty());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    @Rule("FIND-11")
    void lookup_ofEveryKind_readsWhatItFinds(String statistics) throws SQLException {
        with(statistics, connection -> {
            Order updated = new Order(Field.Attribute.UPDATED_AT, true);
            for (Order order : List.of(Order.KEY, updated, new Order(NAME, false))) {
                assertFound(connection, 1, in(MAIL, "m77777"), order);
                assertFound(connection, 4, in(NAME, "name00001", "name00002", "name00003", "name00004"), order);
                assertFound(connection, 10, range(NAME, text("name7777"), text("name7778")), order);
                assertFound(connection, 20, in(TAGS, "rare77"), order);
                assertFound(connection, 40, in(TAGS, "rare77", "rare78", "none"), order);
                assertThat(cost(connection, port -> port.count(PEOPLE, in(NAME))))
                        .isLessThan(100);
                Filter either = new Filter.Or(List.of(in(MAIL, "m77777"), in(NAME, "name00001"), in(TAGS, "rare77")));
                assertFound(connection, 22, either, order);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    void search_ofThreeCharactersAndMore_asksTheFullTextTable(String statistics) throws SQLException {
        with(statistics, connection -> {
            Filter.Search town = search("town777");
            Order ranked = new Order(Optional.of(town), NAME, false);
            Filter combined = new Filter.And(List.of(town, in(MAIL, "m1777")));
            for (Order order : List.of(Order.KEY, new Order(NAME, true), ranked)) {
                assertFound(connection, 100, town, order);
                assertFound(connection, 1, combined, order);
                assertThat(plan(connection, scan(town, order))).contains("VIRTUAL TABLE INDEX 0:M");
            }
            assertFound(connection, 1, search("77777"), Order.KEY);
            assertFound(connection, 400, search("770"), Order.KEY);
            assertFound(connection, 1, search("town777", "555"), Order.KEY);
        });
    }

    /** There is no trigram to ask for: alone it looks at all texts, some ten steps each, and at no document. */
    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    void search_ofTwoCharacters_looksOnlyAtTextsThatMayCount(String statistics) throws SQLException {
        with(statistics, connection -> {
            assertThat(plan(connection, scan(search("77"), Order.KEY)))
                    .contains("SCAN s")
                    .doesNotContain("SCAN d");
            assertThat(cost(connection, port -> port.count(PEOPLE, search("~~"))))
                    .isLessThan(1_000_000);
            assertFound(connection, 1, new Filter.And(List.of(search("77"), in(MAIL, "m1777"))), Order.KEY);
            assertFound(connection, 1, search("77", "77777"), Order.KEY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    @Rule("FIND-11")
    void counts_andDeletes_andLooksForWhatIsStale_useIndexes(String statistics) throws SQLException {
        with(statistics, connection -> {
            Filter few = range(NAME, text("name7777"), text("name7778"));
            for (String index : List.of("group", "tags", "mail")) {
                assertThat(cost(
                                connection,
                                port -> port.countBy(PEOPLE, few, index).size()))
                        .isLessThan(STEPS_OF_A_PAGE);
            }
            assertThat(cost(
                            connection,
                            port -> port.countBy(PEOPLE, ALL, "group").size()))
                    .isLessThan(8L * ManyDocuments.RECORDS);
            assertThat(cost(connection, port -> port.count(PEOPLE, ALL))).isLessThan(100);
            assertThat(cost(
                            connection,
                            port -> port.staleRecords(PEOPLE, "name", Optional.of("k5"), 10)
                                    .size()))
                    .isLessThan(100);
            List<Filter> deleted = List.of(few, in(TAGS, "rare77"), search("70077"), search("town700"));
            for (Filter filter : deleted) {
                assertThat(cost(connection, port -> port.delete(PEOPLE, filter)))
                        .isLessThan(30_000);
            }
        });
    }

    /** The collection declares an index on updatedAt, and none on createdAt. */
    @ParameterizedTest
    @ValueSource(strings = {NO_STATISTICS, SOME_STATISTICS, STATISTICS})
    void questionsByTime_useTheIndexIfThereIsOne_andReadAllDocumentsOnceIfNot(String statistics) throws SQLException {
        with(statistics, connection -> {
            Order created = new Order(Field.Attribute.CREATED_AT, true);
            Scan newest = new Scan(PEOPLE, ALL, created, Optional.empty(), OptionalInt.of(50), Projection.METADATA);
            assertThat(read(connection, newest)).isEqualTo(50);
            assertThat(steps).isBetween(STEPS_OF_A_PAGE + 1L, 25L * ManyDocuments.RECORDS);
            assertThat(plan(connection, newest)).contains("SCAN d", "TEMP B-TREE");
            assertFound(connection, 20, early(Field.Attribute.UPDATED_AT), Order.KEY);
            assertThat(read(connection, scan(early(Field.Attribute.CREATED_AT), Order.KEY)))
                    .isEqualTo(20);
            assertThat(cost(
                            connection,
                            port -> port.summarize(PEOPLE, List.of(50, 90, 99))
                                    .updatedAtPercentiles()
                                    .size()))
                    .isLessThan(20L * ManyDocuments.RECORDS);
            assertThat(cost(connection, port -> port.delete(PEOPLE, early(Field.Attribute.UPDATED_AT))))
                    .isLessThan(10_000);
            assertThat(cost(connection, port -> port.delete(PEOPLE, early(Field.Attribute.CREATED_AT))))
                    .isBetween(10_000L, 10L * ManyDocuments.RECORDS);
        });
    }

    private static Filter early(Field time) {
        return range(
                time,
                new IndexValue.InstantValue(Instant.EPOCH),
                new IndexValue.InstantValue(Instant.EPOCH.plusNanos(20_000)));
    }

    private static Filter.Search search(String... words) {
        return new Filter.Search("find", List.of(words));
    }

    private static Filter in(Field field, String... values) {
        return new Filter.In(
                field,
                List.of(values).stream().<IndexValue>map(QueryPlanTest::text).toList());
    }

    private static IndexValue text(String text) {
        return new IndexValue.TextValue(text);
    }

    private static Filter range(Field field, IndexValue from, IndexValue to) {
        return new Filter.Range(
                field, Optional.of(new Filter.Bound(from, true)), Optional.of(new Filter.Bound(to, false)));
    }

    private void assertFound(DatabaseConnection connection, int expected, Filter filter, Order order) {
        String question = filter + " " + order;
        assertThat(read(connection, scan(filter, order))).as(question).isEqualTo(expected);
        assertThat(steps).as(question).isLessThan(6_000 + expected * 150L);
        assertThat(plan(connection, scan(filter, order))).as(question).doesNotContain("SCAN d");
        assertThat(cost(connection, port -> port.count(PEOPLE, filter)))
                .as("count " + question)
                .isLessThan(6_000 + expected * 50L);
    }

    private static Scan scan(Filter filter, Order order) {
        return new Scan(PEOPLE, filter, order, Optional.empty(), OptionalInt.empty(), Projection.BODY);
    }

    private void assertPage(DatabaseConnection connection, Filter filter, Order order, Optional<Position> after) {
        Scan scan = new Scan(PEOPLE, filter, order, after, OptionalInt.of(50), Projection.BODY);
        String question = filter + " " + order + " " + after;
        assertThat(read(connection, scan)).as(question).isIn(0, 50);
        assertThat(steps).as(question).isLessThan(STEPS_OF_A_PAGE);
        assertThat(plan(connection, scan)).as(question).doesNotContain("TEMP B-TREE");
    }

    private int read(DatabaseConnection connection, Scan scan) {
        steps = 0;
        int read = 0;
        try (RecordCursor cursor = new Operations(connection, collections).open(scan, () -> {})) {
            for (; cursor.hasNext(); read++) {
                cursor.next();
            }
        }
        return read;
    }

    private long cost(DatabaseConnection connection, ToLongFunction<Operations> question) {
        steps = 0;
        assertThat(question.applyAsLong(new Operations(connection, collections)))
                .isNotNegative();
        return steps;
    }

    private String plan(DatabaseConnection connection, Scan scan) {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.jdbc().createStatement()) {
            for (Query query : ScanSql.queries(collections.of(PEOPLE), scan)) {
                try (ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + query.text())) {
                    while (rows.next()) {
                        plan.append(rows.getString("detail")).append('\n');
                    }
                }
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return plan.toString();
    }
}
