// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The index on a time that a collection declares, from its creation to its end; and what questions by time cost without it. */
class PostgresTimeIndexTest {

    private static final IndexDefinition UPDATED = IndexDefinition.ofTime(Attribute.UPDATED_AT);
    private static final IndexDefinition CREATED = IndexDefinition.ofTime(Attribute.CREATED_AT);

    /** Called as an index on a time is, with values of its own. */
    private static final IndexDefinition VALUES =
            new IndexDefinition("updated_at", IndexKind.SINGLE, IndexType.TEXT, 1);

    private static final Order NEWEST_FIRST = new Order(Attribute.UPDATED_AT, true);

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    private static CollectionDefinition notes(IndexDefinition... indexes) {
        return new CollectionDefinition("notes", List.of(indexes));
    }

    private PostgresPort open(SchemaMode mode, CollectionDefinition collection) {
        PostgresPort port = database.port();
        port.prepare(new Catalog(List.of(collection)), mode);
        return port;
    }

    /** Fills the table, each document a second newer than the one before it. */
    private void fill(int documents) {
        database.execute("INSERT INTO storageport.notes (key, body, body_bytes, revision, data_version, created_at,"
                + " updated_at) SELECT 'k' || i, jsonb_build_object('t', repeat('x', 100)), 110, 1, 1,"
                + " 'epoch'::timestamptz, 'epoch'::timestamptz + i * interval '1 s' FROM generate_series(1, "
                + documents + ") AS i");
        database.execute("VACUUM ANALYZE storageport.notes");
    }

    /** The indexes of the database, those that are not complete with a mark. */
    private String indexes() {
        return database.query("SELECT c.relname || CASE WHEN i.indisvalid THEN '' ELSE ' (broken)' END"
                + " FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid"
                + " WHERE i.indrelid = 'storageport.notes'::regclass ORDER BY 1");
    }

    private static Scan newest() {
        return new Scan(notes(), new Filter.All(), NEWEST_FIRST, Optional.empty(), OptionalInt.of(50), Projection.BODY);
    }

    private static List<String> keys(PostgresPort port, Scan scan) {
        List<String> keys = new ArrayList<>();
        try (RecordCursor cursor = port.scan(scan)) {
            cursor.forEachRemaining(record -> keys.add(record.key()));
        }
        return keys;
    }

    @Test
    void collectionThatDeclaresNone_hasNoneAndIsReadAsAWhole() {
        try (PostgresPort port = open(SchemaMode.MIGRATE, notes())) {
            fill(20_000);
            assertThat(indexes()).isEqualTo("notes$key");
            assertThat(port.explain(newest())).anyMatch(line -> line.contains("Seq Scan on notes"));
            assertThat(keys(port, newest())).hasSize(50).startsWith("k20000", "k19999");
            assertThat(port.count(notes(), Filters.updatedBefore(Instant.EPOCH.plusSeconds(7))))
                    .isEqualTo(6);
        }
    }

    @Test
    void declaredIndex_isMadeWithItsCollectionAndServesTheQuestions() {
        try (PostgresPort port = open(SchemaMode.MIGRATE, notes(UPDATED))) {
            fill(20_000);
            assertThat(indexes()).isEqualTo("notes$key\nnotes$updated_at");
            assertThat(port.explain(newest()))
                    .anyMatch(line -> line.contains("notes$updated_at"))
                    .noneMatch(line -> line.contains("Sort"));
            assertThat(keys(port, newest())).hasSize(50).startsWith("k20000", "k19999");
        }
    }

    @Test
    void index_growsIsPrunedAndIsDeclaredAgain() {
        open(SchemaMode.MIGRATE, notes()).close();
        fill(30_000);
        try (PostgresPort port = database.port()) {
            assertThat(port.ddl(new Catalog(List.of(notes(UPDATED)))))
                    .anyMatch(statement -> statement.startsWith("CREATE INDEX CONCURRENTLY \"notes$updated_at\""))
                    .noneMatch(statement -> statement.contains("ALTER TABLE"));
        }
        assertThatThrownBy(() -> open(SchemaMode.VALIDATE, notes(UPDATED)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("updated_at");
        for (int round = 0; round < 2; round++) {
            try (PostgresPort port = open(SchemaMode.MIGRATE, notes(UPDATED, CREATED))) {
                assertThat(indexes()).isEqualTo("notes$created_at\nnotes$key\nnotes$updated_at");
                assertThat(port.incomplete(new Catalog(List.of(notes(UPDATED, CREATED))))
                                .collections())
                        .isEmpty();
                port.dropIndex("notes", UPDATED);
                assertThat(indexes()).isEqualTo("notes$created_at\nnotes$key");
            }
        }
    }

    @Test
    void brokenIndex_isNotedAndBuiltAgain() {
        open(SchemaMode.MIGRATE, notes(UPDATED)).close();
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
                + " 'storageport.\"notes$updated_at\"'::regclass");
        try (PostgresPort port = open(SchemaMode.NONE, notes(UPDATED))) {
            assertThat(port.schema()
                            .collections()
                            .get(0)
                            .indexes()
                            .get(0)
                            .note()
                            .orElseThrow())
                    .contains("notes$updated_at is missing or not complete");
        }
        open(SchemaMode.MIGRATE, notes(UPDATED)).close();
        assertThat(indexes()).isEqualTo("notes$key\nnotes$updated_at");
    }

    @Test
    void indexOfTheSameNameWithValues_isAnotherOne() {
        open(SchemaMode.MIGRATE, notes(VALUES)).close();
        open(SchemaMode.MIGRATE, notes(UPDATED)).close();
        assertThat(indexes()).isEqualTo("notes$ix_updated_at\nnotes$key\nnotes$stale_0\nnotes$updated_at");
        try (PostgresPort port = open(SchemaMode.VALIDATE, notes(VALUES))) {
            assertThat(port.schema().collections().get(0).indexes()).hasSize(2);
        }
    }
}
