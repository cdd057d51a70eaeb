// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
        port.prepare(new Catalog(List.of(collections)), SchemaMode.MIGRATE);
        return port;
    }

    private static CollectionDefinition collection(String name, IndexDefinition... indexes) {
        return new CollectionDefinition(name, List.of(indexes));
    }

    private static final IndexDefinition TAG = new IndexDefinition("tag", IndexKind.UNIQUE, IndexType.TEXT, 1);

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
        IndexDefinition one = new IndexDefinition("i".repeat(47) + "1", IndexKind.UNIQUE, IndexType.TEXT, 1);
        IndexDefinition two = new IndexDefinition("i".repeat(47) + "2", IndexKind.UNIQUE, IndexType.TEXT, 1);
        CollectionDefinition collection =
                collection(longName, one, two, new IndexDefinition("content", IndexKind.SINGLE, IndexType.TEXT, 1));
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
                Map.of(index.name(), new IndexValue.TextValue("same")),
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
                        indexed bigint
                        raw_bytes integer
                        frame bytea
                        ix_tag text C
                        ix_group text C
                        ix_whole bigint
                        ix_real double precision
                        ix_bool boolean
                        ix_moment timestamp with time zone
                        ix_day date
                        ix_uuid uuid""");
        assertThat(database.query("SELECT attstorage FROM pg_attribute WHERE attrelid ="
                        + " 'storageport.\"user\"'::regclass AND attname = 'frame'"))
                .isEqualTo("e");
    }

    @Test
    void databaseWithALinguisticOrder_ordersKeysByCodePointAllTheSame() {
        try (TestDatabase icu = TestDatabase.create(
                "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'")) {
            PostgresPort port = icu.port();
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
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
            Scan scan = Filters.all(Samples.PLAIN, Projection.METADATA);
            try (RecordCursor cursor = port.scan(scan)) {
                List<String> seen = new ArrayList<>();
                cursor.forEachRemaining(record -> seen.add(record.key()));
                assertThat(seen).isEqualTo(keys);
            }
            assertThat(port.count(Samples.PLAIN, Filters.keys("_", "a0"))).isEqualTo(4);
            port.close();
        }
    }
}
