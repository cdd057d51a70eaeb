// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that get, change and lose indexes. */
class PostgresGrowthTest {

    private static final IndexDefinition TAG = index("tag", IndexKind.UNIQUE, IndexType.TEXT);
    private static final IndexDefinition SCORE = index("score", IndexKind.SINGLE, IndexType.INTEGER);
    private static final IndexDefinition SKILL = index("skill", IndexKind.MANY, IndexType.TEXT);
    private static final IndexDefinition TEXT = index("text", IndexKind.SEARCH, IndexType.TEXT);
    private static final CollectionDefinition BARE = collection();
    private static final CollectionDefinition FULL = collection(TAG, SCORE, SKILL, TEXT);

    private final TestDatabase database = TestDatabase.create();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        database.close();
    }

    private static IndexDefinition index(String name, IndexKind kind, IndexType type) {
        return new IndexDefinition(name, kind, type, 1);
    }

    private static CollectionDefinition collection(IndexDefinition... indexes) {
        return new CollectionDefinition("hero", List.of(indexes));
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

    private static Write.Put put(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        return Samples.put(collection, key, "{}", new Precondition.None(), values, new ContentChange.Keep());
    }

    private static Map<String, IndexValue> values(int i) {
        return Map.of(
                "tag", new IndexValue.Text("tag" + i),
                "score", new IndexValue.Whole(i % 3),
                "skill",
                        new IndexValue.Many(List.of(new IndexValue.Text("all"), new IndexValue.Text("{" + i + "\\\""))),
                "text", new IndexValue.Text("word" + i + "\u001f50%_\\"));
    }

    /** Brings every document into an index, as the library does. */
    private static void build(PostgresPort port, CollectionDefinition collection, IndexDefinition index) {
        List<Write> restatements = new ArrayList<>();
        for (StoredRecord record : port.notCurrent(collection, index.name(), Optional.empty(), 1000)) {
            restatements.add(new Write.Restate(
                    collection,
                    record.key(),
                    record.revision(),
                    Optional.empty(),
                    values(Integer.parseInt(record.key().substring(1)))));
        }
        assertThat(port.write(restatements)).allMatch(WriteOutcome.Written.class::isInstance);
    }

    private static void fill(PostgresPort port, CollectionDefinition collection, int documents) {
        List<Write> puts = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            puts.add(put(collection, "k%05d".formatted(i), collection.indexes().isEmpty() ? Map.of() : values(i)));
        }
        port.write(puts);
    }

    private static StoredRecord read(PostgresPort port, String key) {
        return Objects.requireNonNull(
                port.read(FULL, List.of(key), Projection.BODY).get(key));
    }

    @Test
    void indexesOfEachKind_addedToACollection_answerOnceTheDocumentsAreCurrent() {
        fill(open(BARE), BARE, 30);
        PostgresPort port = open(FULL);
        List<Filter> filters = List.of(
                Requests.equal("tag", "tag7"),
                Requests.equal("score", new IndexValue.Whole(7 % 3)),
                Requests.equal("skill", "{7\\\""),
                new Filter.Search("text", List.of("word7", "50%_\\")));
        for (Filter filter : filters) {
            assertNotReady(port, FULL, filter);
        }
        assertThat(port.count(FULL, new Filter.All())).isEqualTo(30);
        StoredRecord before = read(port, "k00007");
        build(port, FULL, TAG);
        assertThat(read(port, "k00007")).isEqualTo(before);
        for (Filter filter : filters) {
            assertThat(Requests.keys(port, Requests.scan(FULL, filter, Order.KEY, Projection.METADATA)))
                    .contains("k00007");
        }
        assertThat(port.count(FULL, filters.get(3))).isEqualTo(1);
        assertThat(port.countBy(FULL, new Filter.All(), "skill"))
                .contains(new ValueCount(new IndexValue.Text("all"), 30));
        assertThat(port.countBy(FULL, Requests.equal("tag", "none"), "score")).isEmpty();
        assertThat(port.delete(FULL, filters.get(2))).isEqualTo(1);
        assertThat(port.delete(FULL, Requests.equal("score", new IndexValue.Whole(0))))
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
                () -> port.scan(Requests.scan(collection, filter, Order.KEY, Projection.BODY)),
                () -> port.scan(Requests.scan(collection, new Filter.Not(filter), Order.KEY, Projection.BODY)),
                () -> port.transact(transaction -> transaction.count(collection, filter)));
        for (Runnable request : requests) {
            assertThatThrownBy(request::run)
                    .isInstanceOf(IndexNotReadyException.class)
                    .hasMessageContaining("collection hero, index ");
        }
    }

    @Test
    void documentWrittenByAProgramWithoutTheIndex_makesItNotReadyUntilRestated() {
        PostgresPort with = open(FULL);
        fill(with, FULL, 5);
        PostgresPort without = open(BARE);
        without.write(List.of(put(BARE, "k00003", Map.of()), put(BARE, "k00009", Map.of())));
        assertNotReady(with, FULL, Requests.equal("tag", "tag1"));
        assertThatThrownBy(() -> with.scan(Requests.scan(
                        FULL, new Filter.All(), new Order(new Field.Indexed("score"), true), Projection.METADATA)))
                .isInstanceOf(IndexNotReadyException.class);
        without.write(List.of(new Write.Touch(BARE, "k00001", Samples.NOON)));
        assertThat(with.notCurrent(FULL, "tag", Optional.empty(), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00003", "k00009");
        assertThat(with.notCurrent(FULL, "tag", Optional.of("k00003"), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00009");
        assertThat(with.notCurrent(FULL, "tag", Optional.empty(), 1)).hasSize(1);
        build(with, FULL, TAG);
        assertThat(with.count(FULL, Requests.equal("tag", "tag9"))).isEqualTo(1);
    }

    @Test
    void restatement_ofAnotherRevisionOrOfNothing_isNotApplied() {
        fill(open(BARE), BARE, 3);
        PostgresPort port = open(FULL);
        long revision = read(port, "k00000").revision();
        List<WriteOutcome> outcomes = port.write(List.of(
                restate("k00000", revision, Optional.of(new Write.Body("[1]", 3, 7))),
                restate("k00001", revision + 1, Optional.empty()),
                restate("k00002", revision, Optional.empty()),
                restate("k00009", revision, Optional.empty())));
        assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.NotApplied.class);
        assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(outcomes.get(3)).isInstanceOf(WriteOutcome.NotApplied.class);
        StoredRecord restated = read(port, "k00000");
        assertThat(restated.body()).contains("[1]");
        assertThat(restated.dataVersion()).isEqualTo(7);
        assertThat(restated.revision()).isEqualTo(revision);
        assertThat(restated.updatedAt()).isEqualTo(Samples.NOON);
        assertThat(port.notCurrent(FULL, "text", Optional.empty(), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00001");
        assertThat(port.write(List.of(restate("k00001", revision, Optional.empty()))))
                .containsExactly(new WriteOutcome.Written(revision, Samples.NOON, Samples.NOON));
    }

    private static Write restate(String key, long revision, Optional<Write.Body> body) {
        return new Write.Restate(FULL, key, revision, body, values(Integer.parseInt(key.substring(1))));
    }

    @Test
    void restatements_whoseUniqueValuesMove_areJudgedInKeyOrder() {
        PostgresPort port = open(FULL);
        fill(port, FULL, 200);
        List<Write> moves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            moves.add(new Write.Restate(
                    FULL, "k%05d".formatted(i), 100, Optional.empty(), values(i == 0 ? 1000 : i - 1)));
        }
        assertThat(port.write(moves)).allMatch(WriteOutcome.Written.class::isInstance);
        assertThat(Requests.keys(
                        port, Requests.scan(FULL, Requests.equal("tag", "tag7"), Order.KEY, Projection.METADATA)))
                .containsExactly("k00008");
        List<Write> collision = List.of(
                new Write.Restate(FULL, "k00001", 100, Optional.empty(), values(2)),
                new Write.Restate(FULL, "k00002", 100, Optional.empty(), values(2)));
        assertThatThrownBy(() -> port.write(collision))
                .isInstanceOfSatisfying(
                        UniqueViolationException.class,
                        violation -> assertThat(violation.index()).isEqualTo("tag"));
    }

    @Test
    void indexOfAnotherDefinition_livesBesideTheEarlierOneUntilItIsDropped() {
        PostgresPort first = open(FULL);
        fill(first, FULL, 5);
        IndexDefinition second = new IndexDefinition("tag", IndexKind.MANY, IndexType.UUID, 2);
        CollectionDefinition changed = collection(second, SCORE);
        PostgresPort port = open(changed);
        assertThat(columns()).contains("ix_tag text", "ix_tag$4 ARRAY");
        assertThatThrownBy(() -> port.count(changed, new Filter.Present("tag")))
                .isInstanceOf(IndexNotReadyException.class);
        assertThat(first.count(FULL, Requests.equal("tag", "tag2"))).isEqualTo(1);
        assertThat(port.schema().collections().get(0).indexes())
                .extracting(SchemaStatus.IndexStatus::definition)
                .containsExactly(SCORE, SKILL, TAG, second, TEXT);
        port.dropIndex("hero", TAG);
        port.dropIndex("hero", TAG);
        port.dropIndex("nobody", TAG);
        assertThat(columns()).doesNotContain("ix_tag text").contains("ix_tag$4 ARRAY");
        assertThat(relations()).doesNotContain("hero$ix_tag\n", "hero$not_current_0");
        assertThatThrownBy(() -> fill(first, FULL, 1)).isInstanceOf(SchemaException.class);
        fill(open(FULL), FULL, 5);
        assertThat(database.query("SELECT slot FROM storageport.\"storageport$indexes\" WHERE stored_as = 'ix_tag'"))
                .isEqualTo("5");
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
        for (int version = 1; version <= PostgresColumn.SLOTS; version++) {
            IndexDefinition index = new IndexDefinition("tag", IndexKind.SINGLE, IndexType.TEXT, version);
            PostgresPort port = open(collection(index));
            port.dropIndex("hero", index);
            port.close();
        }
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
        assertThatThrownBy(() -> port.count(FULL, Requests.equal("score", new IndexValue.Whole(1))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("index score");
        assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All())).isInstanceOf(SchemaException.class);
    }

    @Test
    void indexLeftIncomplete_isBuiltAgain() {
        PostgresPort port = open(FULL);
        fill(port, FULL, 10);
        database.execute("UPDATE pg_index SET indisvalid = false, indisready = false WHERE indexrelid::regclass::text ~"
                + " 'hero.ix_score|hero.ix_text|hero.not_current_2'");
        assertThatThrownBy(() -> open("poolSize=1", SchemaMode.VALIDATE, FULL))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("hero$ix_score")
                .hasMessageContaining("hero$not_current_2")
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
