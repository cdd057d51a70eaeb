// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables as they are in the database. */
class PostgresSchemaTest {

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    private PostgresPort open(String parameters, CollectionDefinition... collections) {
        PostgresPort port = database.port(parameters);
        port.prepare(new Catalog(List.of(collections)));
        return port;
    }

    private static CollectionDefinition collection(String name, IndexDefinition... indexes) {
        return new CollectionDefinition(name, List.of(indexes));
    }

    private static final IndexDefinition TAG = new IndexDefinition("tag", IndexType.TEXT, true);

    @Test
    void collection_withOtherIndexes_isRefusedNamingBothAndNothingChanges() {
        open("poolSize=1", collection("players", TAG)).close();
        Map<String, CollectionDefinition> others = Map.of(
                "index tag", collection("players"),
                "index age", collection("players", TAG, new IndexDefinition("age", IndexType.INTEGER, false)),
                "declares it as TEXT", collection("players", new IndexDefinition("tag", IndexType.TEXT, false)),
                "declares it as unique UUID", collection("players", new IndexDefinition("tag", IndexType.UUID, true)));
        others.forEach((message, other) -> assertThatThrownBy(() -> open("poolSize=1", collection("fresh"), other))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection players")
                .hasMessageContaining(message));
        assertThat(database.query("SELECT name FROM storageport.\"storageport$collections\""))
                .isEqualTo("players");
    }

    @Test
    void collections_ofAnotherProgram_areLeftAlone() {
        open("poolSize=1", collection("a"), collection("b")).close();
        open("poolSize=1", collection("c")).close();
        open("poolSize=1", collection("a")).close();
        assertThat(database.query("SELECT name FROM storageport.\"storageport$collections\" ORDER BY 1"))
                .isEqualTo("a\nb\nc");
    }

    @Test
    void tableOfSomebodyElse_underACollectionsName_isRefused() {
        database.execute("CREATE SCHEMA storageport");
        database.execute("CREATE TABLE storageport.players (id integer)");
        assertThatThrownBy(() -> open("poolSize=1", collection("players"))).isInstanceOf(SchemaException.class);
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'storageport'"))
                .isEqualTo("1");
    }

    @Test
    void storages_inTwoSchemas_doNotSeeEachOther() {
        PostgresPort first = open("poolSize=1&schema=First-1", Samples.PLAIN);
        PostgresPort second = open("poolSize=1&schema=second", Samples.PLAIN);
        first.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
        assertThat(first.count(Samples.PLAIN, new Filter.All())).isEqualTo(1);
        assertThat(second.count(Samples.PLAIN, new Filter.All())).isZero();
        first.close();
        second.close();
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void indexNames_thatAreTooLong_stayDistinctAndAreMappedBack() {
        String longName = "c".repeat(48);
        IndexDefinition one = new IndexDefinition("i".repeat(47) + "1", IndexType.TEXT, true);
        IndexDefinition two = new IndexDefinition("i".repeat(47) + "2", IndexType.TEXT, true);
        CollectionDefinition collection =
                collection(longName, one, two, new IndexDefinition("content", IndexType.TEXT, false));
        PostgresPort port = open("poolSize=1", collection);
        port.write(List.of(put(collection, "a", two)));
        assertThatThrownBy(() -> port.write(List.of(put(collection, "b", two))))
                .isInstanceOfSatisfying(UniqueViolationException.class, violation -> {
                    assertThat(violation.collection()).isEqualTo(longName);
                    assertThat(violation.index()).isEqualTo(two.name());
                });
        port.close();
    }

    private static Write put(CollectionDefinition collection, String key, IndexDefinition index) {
        return new Write.Put(
                collection,
                key,
                new Precondition.None(),
                "{}",
                2,
                1,
                Map.of(index.name(), new IndexValue.Text("same")),
                new ContentChange.Keep(),
                1,
                Samples.NOON);
    }

    @Test
    void columns_ofACollection_areReadableAndContentIsStoredAsItCame() {
        open("poolSize=1", Samples.USERS).close();
        assertThat(database.query("SELECT column_name || ' ' || data_type || coalesce(' ' || collation_name, '')"
                        + " FROM information_schema.columns WHERE table_schema = 'storageport' AND table_name = 'user'"
                        + " ORDER BY ordinal_position"))
                .isEqualTo("""
                        key text C
                        body jsonb
                        body_bytes integer
                        revision bigint
                        data_version integer
                        created_at timestamp with time zone
                        updated_at timestamp with time zone
                        ix_tag text C
                        ix_group text C
                        ix_whole bigint
                        ix_real double precision
                        ix_bool boolean
                        ix_moment timestamp with time zone
                        ix_day date
                        ix_uuid uuid""");
        assertThat(database.query("SELECT attstorage FROM pg_attribute WHERE attrelid ="
                        + " 'storageport.\"user$content\"'::regclass AND attname = 'frame'"))
                .isEqualTo("e");
    }

    @Test
    void databaseWithALinguisticOrder_ordersKeysByCodePointAllTheSame() {
        try (TestDatabase icu = TestDatabase.create(
                "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'")) {
            PostgresPort port = icu.port();
            port.prepare(Samples.CATALOG);
            List<String> keys = List.of(
                    "-a",
                    "10",
                    "9",
                    "A",
                    "B",
                    "I",
                    "_",
                    "a",
                    "a b",
                    "a-b",
                    "a0",
                    "é",
                    "\uE000",
                    "\uFF5E",
                    "\uFFFD",
                    "\uD83D\uDE00");
            List<String> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, new Random(1));
            for (String key : shuffled) {
                port.write(List.of(Samples.put(Samples.PLAIN, key, "{}")));
            }
            Scan scan = new Scan(Samples.PLAIN, new Filter.All(), Order.KEY, OptionalInt.empty(), Projection.METADATA);
            try (RecordCursor cursor = port.scan(scan)) {
                List<String> seen = new ArrayList<>();
                cursor.forEachRemaining(record -> seen.add(record.key()));
                assertThat(seen).isEqualTo(keys);
            }
            assertThat(port.count(Samples.PLAIN, new Filter.KeyRange(Optional.of("_"), Optional.of("a0"))))
                    .isEqualTo(4);
            port.close();
        }
    }

    @Test
    void plans_ofReadsByKeyIndexRangeAndTime_useIndexes() {
        PostgresPort port = open("poolSize=1", Samples.USERS);
        database.execute(
                "INSERT INTO storageport.\"user\" (key, body, body_bytes, revision, data_version, created_at,"
                        + " updated_at, ix_tag, ix_group) SELECT 'k' || i, '{}', 2, 1, 1, 'epoch'::timestamptz + i * interval '1 s',"
                        + " 'epoch'::timestamptz + i * interval '1 s', 't' || i, 'g' || i % 500 FROM generate_series(1, 20000) AS i");
        database.execute("ANALYZE storageport.\"user\"");
        PostgresSql sql = new PostgresSql("storageport", Samples.USERS);
        Order byTime = new Order(Order.By.UPDATED_AT, true);
        Filter group = new Filter.IndexEquals("group", new IndexValue.Text("g1"));
        Filter range = new Filter.KeyRange(Optional.of("k5"), Optional.of("k500"));
        assertThat(plan(sql.readOne(Projection.BODY), "'k7'"))
                .contains("user$key")
                .doesNotContain("Seq Scan");
        assertThat(plan(sql.readMany(Projection.BODY_AND_CONTENT), "ARRAY['k7', 'k8']"))
                .contains("user$key")
                .doesNotContain("Seq Scan on \"user\"");
        assertThat(plan(sql.scan(Projection.BODY, group, Order.KEY, false), "'g1'"))
                .contains("user$ix_group")
                .doesNotContain("Seq Scan");
        assertThat(plan(sql.scan(Projection.BODY, range, Order.KEY, true), "'k5'", "'k500'", "10"))
                .contains("user$key")
                .doesNotContain("Sort");
        assertThat(plan(sql.scan(Projection.BODY, new Filter.All(), byTime, true), "10"))
                .contains("user$updated_at")
                .doesNotContain("Sort");
        assertThat(plan(sql.count(new Filter.UpdatedBefore(Samples.NOON)), "'1970-01-01 00:00:10+00'"))
                .contains("user$updated_at");
        port.close();
    }

    private String plan(String sql, String... parameters) {
        String filled = sql;
        for (String parameter : parameters) {
            filled = filled.replaceFirst("\\?", parameter);
        }
        return database.query("EXPLAIN " + filled);
    }
}
