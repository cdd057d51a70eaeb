// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
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
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Databases as earlier versions made them, from the dumps of each layout. */
class PostgresGoldenTest {

    private static final Catalog CATALOG =
            new Catalog(List.of(GoldenDocuments.PLAYER, GoldenDocuments.NOTE, GoldenDocuments.LONG));

    private final TestDatabase database = TestDatabase.create();
    private final PostgresPort port = database.port();

    @AfterEach
    void close() {
        port.close();
        database.close();
    }

    private void load(String dump) throws IOException {
        try (InputStream sql =
                Objects.requireNonNull(PostgresGoldenTest.class.getResourceAsStream("/golden/" + dump + ".sql"))) {
            database.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void layout1_opened_keepsEveryDocumentAndAnswersByEachIndex() throws IOException {
        load("layout-1");
        assertThat(port.prepare(CATALOG, SchemaMode.MIGRATE).collections()).isEmpty();
        assertEveryDocument();
        assertEveryIndex();
        assertThat(history()).isEqualTo(freshHistory());
        SchemaStatus status = port.schema();
        assertThat(status.layout()).isEqualTo(2);
        assertThat(status.collections().stream().flatMap(held -> held.indexes().stream()))
                .hasSize(10)
                .allMatch(SchemaStatus.IndexStatus::current)
                .allMatch(index -> index.note().isEmpty());
    }

    /** Applies the writes in Java and compares with what is read. */
    private void assertEveryDocument() {
        Map<CollectionDefinition, Map<String, StoredRecord>> expected = new HashMap<>();
        for (Write write : GoldenDocuments.writes()) {
            Map<String, StoredRecord> records = expected.computeIfAbsent(write.collection(), name -> new TreeMap<>());
            records.compute(write.key(), (key, before) -> after(write, before));
        }
        expected.forEach((collection, records) -> {
            Map<String, StoredRecord> stored = port.read(collection, records.keySet(), Projection.BODY_AND_CONTENT);
            assertThat(port.count(collection, new Filter.All())).isEqualTo(records.size());
            records.forEach((key, record) -> {
                StoredRecord found = Objects.requireNonNull(stored.get(key));
                assertThat(found)
                        .usingRecursiveComparison()
                        .ignoringFields("content")
                        .isEqualTo(record);
                assertThat(found.content().map(frame -> List.of(frame.bytes(), frame.rawBytes())))
                        .usingRecursiveComparison()
                        .isEqualTo(record.content().map(frame -> List.of(frame.bytes(), frame.rawBytes())));
            });
        });
    }

    private static StoredRecord after(Write write, @Nullable StoredRecord before) {
        if (write instanceof Write.Touch touch && before != null) {
            return new StoredRecord(
                    before.key(),
                    before.revision() + 1,
                    before.dataVersion(),
                    before.createdAt(),
                    later(touch.now(), before.updatedAt()),
                    before.body(),
                    before.content());
        }
        Write.Put put = (Write.Put) write;
        return new StoredRecord(
                put.key(),
                before == null ? put.firstRevision() : before.revision() + 1,
                put.dataVersion(),
                before == null ? put.now() : before.createdAt(),
                before == null ? put.now() : later(put.now(), before.updatedAt()),
                Optional.of(put.body()),
                put.content() instanceof ContentChange.Replace replace
                        ? Optional.of(replace.frame())
                        : before == null ? Optional.empty() : before.content());
    }

    private static Instant later(Instant now, Instant before) {
        Instant least = before.plusNanos(1000);
        return now.isAfter(least) ? now : least;
    }

    private void assertEveryIndex() {
        Map<IndexValue, List<String>> expected = new HashMap<>();
        for (IndexDefinition index : GoldenDocuments.PLAYER.indexes()) {
            expected.clear();
            List<String> absent = new ArrayList<>();
            for (int i = 0; i < GoldenDocuments.PLAYERS; i++) {
                IndexValue value = GoldenDocuments.playerValues(i).get(index.name());
                (value == null ? absent : expected.computeIfAbsent(value, key -> new ArrayList<>()))
                        .add(GoldenDocuments.playerKey(i));
            }
            expected.forEach((value, keys) ->
                    assertThat(players(Filters.equal(index.name(), value))).isEqualTo(keys));
            assertThat(players(new Filter.Not(new Filter.Present(index.name()))))
                    .isEqualTo(absent);
            assertThat(port.countBy(GoldenDocuments.PLAYER, new Filter.All(), index.name()))
                    .hasSize(expected.size())
                    .allMatch(count -> count.records()
                            == Objects.requireNonNull(expected.get(count.value()))
                                    .size());
            Order order = new Order(new Field.Indexed(index.name()), false);
            List<String> ordered = Filters.keys(
                    port, Filters.scan(GoldenDocuments.PLAYER, new Filter.All(), order, Projection.METADATA));
            assertThat(ordered.subList(ordered.size() - absent.size(), ordered.size()))
                    .isEqualTo(absent);
        }
    }

    private List<String> players(Filter filter) {
        return Filters.keys(port, Filters.scan(GoldenDocuments.PLAYER, filter, Order.KEY, Projection.METADATA));
    }

    private String history() {
        return database.query("SELECT layout || ' ' || what || ' ' || checksum FROM"
                + " storageport.\"storageport$history\" ORDER BY layout");
    }

    private static String freshHistory() {
        try (TestDatabase fresh = TestDatabase.create()) {
            PostgresPort port = fresh.port();
            port.prepare(CATALOG, SchemaMode.MIGRATE);
            port.close();
            return fresh.query("SELECT layout || ' ' || what || ' ' || checksum FROM"
                    + " storageport.\"storageport$history\" ORDER BY layout");
        }
    }

    @Test
    void layout1_openedWithAFurtherIndex_growsByIt() throws IOException {
        load("layout-1");
        IndexDefinition word = new IndexDefinition("word", IndexKind.MANY, IndexType.TEXT, 1);
        List<IndexDefinition> indexes = new ArrayList<>(GoldenDocuments.PLAYER.indexes());
        indexes.add(word);
        CollectionDefinition grown = new CollectionDefinition("player", indexes);
        Catalog added = port.prepare(new Catalog(List.of(grown)), SchemaMode.MIGRATE);
        assertThat(added.collections()).containsExactly(new CollectionDefinition("player", List.of(word)));
        assertThatThrownBy(() -> port.count(grown, new Filter.Present("word")))
                .isInstanceOf(IndexNotReadyException.class);
        IndexValue values =
                new IndexValue.MultiValue(List.of(new IndexValue.TextValue("a"), new IndexValue.TextValue("b")));
        List<Write> reindexings = new ArrayList<>();
        for (StoredRecord record : port.staleRecords(grown, "word", Optional.empty(), 1000)) {
            int number = Integer.parseInt(record.key().substring(1, 4));
            Map<String, IndexValue> all = new HashMap<>(GoldenDocuments.playerValues(number));
            all.put("word", values);
            reindexings.add(new Write.Reindex(grown, record.key(), record.revision(), Optional.empty(), all));
        }
        assertThat(port.write(reindexings)).hasSize(GoldenDocuments.PLAYERS);
        assertThat(port.count(grown, Filters.equal("word", "b"))).isEqualTo(GoldenDocuments.PLAYERS);
        assertEveryIndex();
        port.close();
        PostgresPort again = database.port();
        again.prepare(CATALOG, SchemaMode.VALIDATE);
        again.close();
    }

    @Test
    void layout2_opened_isCompleteAndAnswersByEachIndex() throws IOException {
        load("layout-2");
        List<CollectionDefinition> collections = new ArrayList<>(CATALOG.collections());
        collections.add(GoldenDocuments.HERO);
        Catalog catalog = new Catalog(collections);
        try (PostgresPort validating = database.port()) {
            validating.prepare(catalog, SchemaMode.VALIDATE);
        }
        assertThat(port.prepare(catalog, SchemaMode.MIGRATE).collections()).isEmpty();
        assertEveryDocument();
        assertEveryIndex();
        assertThat(history()).isEqualTo(freshHistory());
        CollectionDefinition hero = GoldenDocuments.HERO;
        assertThatThrownBy(() -> port.count(hero, new Filter.Present("skill")))
                .isInstanceOf(IndexNotReadyException.class);
        List<Write> reindexings = new ArrayList<>();
        for (StoredRecord record : port.staleRecords(hero, "skill", Optional.empty(), 100)) {
            int number = Integer.parseInt(record.key().substring(1));
            reindexings.add(new Write.Reindex(
                    hero, record.key(), record.revision(), Optional.empty(), GoldenDocuments.heroValues(number)));
        }
        assertThat(reindexings).hasSize(GoldenDocuments.HEROES / 2);
        port.write(reindexings);
        assertThat(port.count(hero, Filters.equal("skill", "{\"all\\"))).isEqualTo(GoldenDocuments.HEROES);
        assertThat(port.count(hero, Filters.equal("skill", "skill3"))).isEqualTo(GoldenDocuments.HEROES / 5);
        assertThat(port.count(hero, Filters.equal("day", new IndexValue.DateValue(LocalDate.of(2000, 1, 8)))))
                .isEqualTo(1);
        assertThat(port.count(hero, new Filter.Search("text", List.of("%_", "yoda"))))
                .isEqualTo(GoldenDocuments.HEROES);
        assertThat(port.count(hero, Filters.equal("tag", "hero7"))).isEqualTo(1);
        assertThat(port.countBy(hero, new Filter.All(), "score")).hasSize(3);
        CollectionDefinition earlier = GoldenDocuments.EARLIER_HERO;
        try (PostgresPort program = database.port()) {
            program.prepare(new Catalog(List.of(earlier)), SchemaMode.VALIDATE);
            assertThat(program.staleRecords(earlier, "score", Optional.empty(), 100))
                    .hasSize(GoldenDocuments.HEROES / 2);
        }
    }

    @Test
    void layout1_validated_isRefusedAndStaysAsItIs() throws IOException {
        load("layout-1");
        assertThatThrownBy(() -> port.prepare(CATALOG, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 2");
        assertThat(database.query("SELECT max(layout) FROM storageport.\"storageport$history\""))
                .isEqualTo("1");
    }

    @Test
    void stepsOfTheHistory_thatWereChanged_areRefused() throws IOException {
        load("layout-1");
        port.prepare(CATALOG, SchemaMode.MIGRATE);
        for (int layout = 1; layout <= 2; layout++) {
            database.execute(
                    "UPDATE storageport.\"storageport$history\" SET checksum = reverse(checksum) WHERE layout = "
                            + layout);
            assertThatThrownBy(() -> database.port().prepare(CATALOG, SchemaMode.MIGRATE))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("layout " + layout + " was changed");
            database.execute(
                    "UPDATE storageport.\"storageport$history\" SET checksum = reverse(checksum) WHERE layout = "
                            + layout);
        }
    }

    @Test
    void checksums_ofReleasedSteps_neverChange() {
        assertThat(Layout.checksum(1)).isEqualTo("6934c9616c9fb0c84d3fecf09e281fb4edc33f5e3349b7e43e19c8aa77558c45");
        assertThat(Layout.checksum(2)).isEqualTo("7d80962190a55d95670f23579a7a26b42967000dce4296a95ccfd4633b95c964");
    }
}
