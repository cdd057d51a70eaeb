// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static dev.storageport.postgres.GrowingHeroes.BARE;
import static dev.storageport.postgres.GrowingHeroes.FULL;
import static dev.storageport.postgres.GrowingHeroes.SCORE;
import static dev.storageport.postgres.GrowingHeroes.SKILL;
import static dev.storageport.postgres.GrowingHeroes.TAG;
import static dev.storageport.postgres.GrowingHeroes.TEXT;
import static dev.storageport.postgres.GrowingHeroes.build;
import static dev.storageport.postgres.GrowingHeroes.collection;
import static dev.storageport.postgres.GrowingHeroes.fill;
import static dev.storageport.postgres.GrowingHeroes.put;
import static dev.storageport.postgres.GrowingHeroes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that get, change and lose indexes. */
class PostgresGrowthTest {

    private final TestDatabase database = TestDatabase.create();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        database.close();
    }

    private PostgresPort open(CollectionDefinition... collections) {
        return open("poolSize=2", SchemaMode.MIGRATE, collections);
    }

    private PostgresPort open(String parameters, SchemaMode mode, CollectionDefinition... collections) {
        PostgresPort port = database.port(parameters);
        ports.add(port);
        port.prepare(new Catalog(List.of(collections)), mode);
        return port;
    }

    @Test
    void indexesOfEachKind_addedToACollection_answerOnceTheDocumentsAreCurrent() {
        fill(open(BARE), BARE, 30);
        PostgresPort port = open(FULL);
        List<Filter> filters = List.of(
                Filters.equal("tag", "tag7"),
                Filters.equal("score", new IndexValue.IntegerValue(7 % 3)),
                Filters.equal("skill", "{7\\\""),
                new Filter.Search("text", List.of("word7", "50%_\\")));
        for (Filter filter : filters) {
            assertNotReady(port, FULL, filter);
        }
        assertThat(port.count(FULL, new Filter.All())).isEqualTo(30);
        StoredRecord before = read(port, "k00007");
        build(port, FULL, TAG);
        assertThat(read(port, "k00007")).isEqualTo(before);
        for (Filter filter : filters) {
            assertThat(Filters.keys(port, Filters.scan(FULL, filter, Order.KEY, Projection.METADATA)))
                    .contains("k00007");
        }
        assertThat(port.count(FULL, filters.get(3))).isEqualTo(1);
        assertThat(port.countBy(FULL, new Filter.All(), "skill"))
                .contains(new ValueCount(new IndexValue.TextValue("all"), 30));
        assertThat(port.countBy(FULL, Filters.equal("tag", "none"), "score")).isEmpty();
        assertThat(port.delete(FULL, filters.get(2))).isEqualTo(1);
        assertThat(port.delete(FULL, Filters.equal("score", new IndexValue.IntegerValue(0))))
                .isEqualTo(10);
        assertThat(port.schema().collections())
                .singleElement()
                .satisfies(status -> assertThat(status.indexes())
                        .extracting(SchemaStatus.IndexStatus::definition)
                        .containsExactly(SCORE, SKILL, TAG, TEXT));
    }

    private static void assertNotReady(PostgresPort port, CollectionDefinition collection, Filter filter) {
        List<Runnable> requests = List.of(
                () -> port.count(collection, filter),
                () -> port.delete(collection, filter),
                () -> port.countBy(collection, filter, "score"),
                () -> port.scan(Filters.scan(collection, filter, Order.KEY, Projection.BODY)),
                () -> port.scan(Filters.scan(collection, new Filter.Not(filter), Order.KEY, Projection.BODY)),
                () -> port.transact(TransactionAttempt.FIRST, transaction -> transaction.count(collection, filter)));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run)
                    .isInstanceOf(IndexNotReadyException.class)
                    .hasMessageContaining("collection hero, index ");
        }
    }

    @Test
    void documentWrittenByAProgramWithoutTheIndex_makesItNotReadyUntilReindexed() {
        PostgresPort with = open(FULL);
        fill(with, FULL, 5);
        PostgresPort without = open(BARE);
        without.write(List.of(put(BARE, "k00003", Map.of()), put(BARE, "k00009", Map.of())));
        assertNotReady(with, FULL, Filters.equal("tag", "tag1"));
        assertThatThrownBy(() -> with.scan(Filters.scan(
                        FULL, new Filter.All(), new Order(new Field.Indexed("score"), true), Projection.METADATA)))
                .isInstanceOf(IndexNotReadyException.class);
        without.write(List.of(new Write.Touch(BARE, "k00001", Samples.NOON)));
        assertThat(with.staleRecords(FULL, "tag", Optional.empty(), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00003", "k00009");
        assertThat(with.staleRecords(FULL, "tag", Optional.of("k00003"), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00009");
        assertThat(with.staleRecords(FULL, "tag", Optional.empty(), 1)).hasSize(1);
        build(with, FULL, TAG);
        assertThat(with.count(FULL, Filters.equal("tag", "tag9"))).isEqualTo(1);
    }

    @Test
    void indexOfAnotherDefinition_livesBesideTheEarlierOneUntilItIsDropped() {
        PostgresPort first = open(FULL);
        fill(first, FULL, 5);
        IndexDefinition second = new IndexDefinition("tag", IndexKind.MULTI_VALUE, IndexType.UUID, 2);
        CollectionDefinition changed = collection(second, SCORE);
        PostgresPort port = open(changed);
        assertThat(columns()).contains("ix_tag text", "ix_tag$4 ARRAY");
        assertThatThrownBy(() -> port.count(changed, new Filter.Present("tag")))
                .isInstanceOf(IndexNotReadyException.class);
        assertThat(first.count(FULL, Filters.equal("tag", "tag2"))).isEqualTo(1);
        assertThat(port.schema().collections().get(0).indexes())
                .extracting(SchemaStatus.IndexStatus::definition)
                .containsExactly(SCORE, SKILL, TAG, second, TEXT);
        port.dropIndex("hero", TAG);
        port.dropIndex("hero", TAG);
        port.dropIndex("nobody", TAG);
        assertThat(columns()).doesNotContain("ix_tag text").contains("ix_tag$4 ARRAY");
        assertThat(relations()).doesNotContain("hero$ix_tag\n", "hero$stale_0");
        assertThatThrownBy(() -> fill(first, FULL, 1)).isInstanceOf(SchemaException.class);
        fill(open(FULL), FULL, 5);
        assertThat(database.query("SELECT slot FROM storageport.\"storageport$indexes\" WHERE stored_as = 'ix_tag$5'"))
                .isEqualTo("5");
    }

    @Test
    void indexDroppedAndAddedAgain_isNotTakenForTheEarlierOne() {
        PostgresPort earlier = open(FULL);
        fill(earlier, FULL, 5);
        assertThat(earlier.count(FULL, Filters.equal("tag", "tag2"))).isEqualTo(1);
        earlier.dropIndex("hero", TAG);
        PostgresPort later = open(FULL);
        List<Runnable> requests = List.of(
                () -> earlier.count(FULL, Filters.equal("tag", "tag2")),
                () -> earlier.countBy(FULL, new Filter.All(), "tag"),
                () -> fill(earlier, FULL, 1));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run).isInstanceOf(SchemaException.class);
        }
        build(later, FULL, TAG);
        assertThat(later.count(FULL, Filters.equal("tag", "tag2"))).isEqualTo(1);
    }

    private String columns() {
        return database.query("SELECT column_name || ' ' || data_type FROM information_schema.columns"
                + " WHERE table_schema = 'storageport' AND table_name = 'hero'");
    }

    private String relations() {
        return database.query("SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = 'storageport' ORDER BY 1")
                + "\n";
    }

    @Test
    void collection_dropped_leavesNothingBehind() {
        PostgresPort keeper = open(collection());
        keeper.dropCollection("hero");
        String before = relations();
        PostgresPort port = open(FULL);
        fill(port, FULL, 5);
        port.dropCollection("hero");
        port.dropCollection("hero");
        assertThat(relations()).isEqualTo(before);
        assertThat(port.schema().collections()).isEmpty();
        assertThat(database.query("SELECT count(*) FROM storageport.\"storageport$indexes\""))
                .isEqualTo("0");
        assertThatThrownBy(() -> port.count(FULL, new Filter.All())).isInstanceOf(SchemaException.class);
        fill(open(FULL), FULL, 5);
    }

    @Test
    void slots_allUsed_areRefusedByName() {
        open(BARE).close();
        database.execute("UPDATE storageport.\"storageport$collections\" SET next_slot = 61");
        PostgresPort last = open(collection(TAG));
        fill(last, collection(TAG), 3);
        assertThat(last.count(collection(TAG), Filters.equal("tag", "tag1"))).isEqualTo(1);
        assertThat(database.query("SELECT DISTINCT indexed FROM storageport.hero"))
                .isEqualTo(Long.toString(1L << 61));
        last.dropIndex("hero", TAG);
        last.close();
        assertThatThrownBy(() -> open(collection(SCORE)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("collection hero, index score")
                .hasMessageContaining("62");
        open(collection()).close();
    }

    @Test
    void mode_noneWithSomethingMissing_failsWhereItIsUsed() {
        fill(open(BARE), BARE, 2);
        PostgresPort port = open("poolSize=1", SchemaMode.NONE, FULL, Samples.PLAIN);
        assertThat(port.read(FULL, List.of("k00001"), Projection.BODY)).hasSize(1);
        assertThatThrownBy(() -> fill(port, FULL, 1))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("index tag");
        assertThatThrownBy(() -> port.count(FULL, Filters.equal("score", new IndexValue.IntegerValue(1))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("index score");
        assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All())).isInstanceOf(SchemaException.class);
    }

    @Test
    void indexLeftIncomplete_isBuiltAgain() {
        PostgresPort port = open(FULL);
        fill(port, FULL, 10);
        database.execute("UPDATE pg_index SET indisvalid = false, indisready = false WHERE indexrelid::regclass::text ~"
                + " 'hero.ix_score|hero.ix_text|hero.stale_2'");
        assertThatThrownBy(() -> open("poolSize=1", SchemaMode.VALIDATE, FULL))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("hero$ix_score")
                .hasMessageContaining("hero$stale_2")
                .hasMessageNotContainingAny("ix_text");
        assertThat(port.schema().collections().get(0).indexes())
                .filteredOn(index -> index.note().isPresent())
                .extracting(SchemaStatus.IndexStatus::definition)
                .containsExactly(SCORE, TEXT);
        PostgresPort again = open(FULL);
        assertThat(database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid OR NOT indisready"))
                .isEqualTo("0");
        assertThat(again.schema().collections().get(0).indexes())
                .allMatch(index -> index.note().isEmpty());
    }

    @Test
    void tableInUseForLong_doesNotStopItsWritersAndIsATimeout() throws SQLException {
        PostgresPort port = open(BARE);
        fill(port, BARE, 10);
        try (Connection user = database.connect();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("UPDATE storageport.hero SET revision = revision WHERE key = 'k00001'");
            assertThatThrownBy(() -> open("poolSize=1&statementTimeout=1500ms", SchemaMode.MIGRATE, FULL))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("collection hero, index tag");
            user.rollback();
        }
        fill(open(FULL), FULL, 10);
    }
}
