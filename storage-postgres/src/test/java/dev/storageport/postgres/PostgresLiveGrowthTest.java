// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program of two versions, of which the later one adds indexes to what the earlier one writes. */
class PostgresLiveGrowthTest {

    private static final int THREADS = 8;
    private static final int WRITES = 1_000;

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    /** Fills the collection as the earlier version would have, but faster. */
    private void fill(int documents) {
        Storage.open(database.url(), Hero.BARE).close();
        database.execute("INSERT INTO storageport.hero (key, body, body_bytes, revision, data_version, created_at,"
                + " updated_at) SELECT 'k' || i, jsonb_build_object('name', 'Hero ' || i, 'age', i % 90, 'skills',"
                + " jsonb_build_array('skill' || i % 7, 'skill' || i % 11)), 80, 1, 1, 'epoch'::timestamptz,"
                + " 'epoch'::timestamptz FROM generate_series(0, " + (documents - 1) + ") AS i");
    }

    private static void assertAnswersAsAFullScanDoes(DocumentCollection<Hero> heroes) {
        Map<Integer, Long> ages = new HashMap<>();
        Map<String, Set<String>> skills = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        Set<String> found = new HashSet<>();
        try (Stream<Stored<Hero>> all = heroes.stream()) {
            all.forEach(stored -> {
                ages.merge(stored.value().age(), 1L, Long::sum);
                names.put(stored.value().name(), stored.key());
                stored.value()
                        .skills()
                        .forEach(skill -> skills.computeIfAbsent(skill, key -> new HashSet<>())
                                .add(stored.key()));
                if (stored.value().name().contains("777")) {
                    found.add(stored.key());
                }
            });
        }
        assertThat(heroes.countBy(Hero.AGE)).isEqualTo(ages);
        skills.forEach((skill, keys) -> assertThat(heroes.keys(Hero.SKILL.contains(skill)))
                .hasSize(keys.size())
                .allMatch(keys::contains));
        assertThat(heroes.countBy(Hero.SKILL)).hasSameSizeAs(skills);
        assertThat(new HashSet<>(heroes.keys(Hero.TEXT.contains("777")))).isEqualTo(found);
        assertThat(heroes.countBy(Hero.NAME)).hasSameSizeAs(names);
        int asked = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (asked++ < 500) {
                assertThat(heroes.keys(Hero.NAME.is(name.getKey()))).containsExactly(name.getValue());
            }
        }
        assertThat(heroes.count(Condition.all().and(Hero.AGE.atLeast(45))))
                .isEqualTo(ages.entrySet().stream()
                        .filter(age -> age.getKey() >= 45)
                        .mapToLong(Map.Entry::getValue)
                        .sum());
    }

    @Test
    void threadsThatWriteWithoutTheIndexes_whileAnotherProgramAddsThem_loseNothing() throws Exception {
        fill(5_000);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Storage before = Storage.open(database.url("poolSize=8"), Hero.BARE)) {
            DocumentCollection<Hero> earlier = before.collection(Hero.BARE);
            List<Future<?>> writing = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int own = thread;
                writing.add(threads.submit(() -> write(earlier, own)));
            }
            try (Storage after = Storage.open(database.url("poolSize=4"), Hero.INDEXED)) {
                DocumentCollection<Hero> later = after.collection(Hero.INDEXED);
                for (int i = 0; i < 50; i++) {
                    later.put("later" + i, Hero.of(1_000_000 + i));
                    assertThat(later.keys(Hero.NAME.is("Hero " + (1_000_000 + i))))
                            .containsExactly("later" + i);
                }
                for (Future<?> each : writing) {
                    each.get();
                }
                assertAnswersAsAFullScanDoes(later);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Changes, inserts and deletes documents that no other thread touches. */
    private static void write(DocumentCollection<Hero> heroes, int own) {
        for (int written = 0; written < WRITES; written++) {
            int i = own + THREADS * written;
            int name = 100_000 + i;
            if (written % 5 == 4) {
                heroes.delete("k" + i);
            } else if (written % 5 == 3) {
                heroes.update("k" + i, hero -> new Hero("Hero " + name, hero.age() + 1, hero.skills()));
            } else {
                heroes.put("k" + i, Hero.of(name));
            }
        }
    }

    @Test
    @Rule("GROW-12")
    void processKilledHalfWay_throughAddingIndexes_isCompletedByTheNext() throws IOException {
        fill(100_000);
        try (ChildProcess child = new ChildProcess()) {
            child.tell("build " + database.url("poolSize=2"));
            for (long done = 0; done < 30_000; ) {
                done = Long.parseLong(child.answer());
            }
            child.kill();
        }
        String left = database.query("SELECT count(*) FROM storageport.hero WHERE indexed = 0");
        assertThat(Integer.parseInt(left)).isBetween(1, 70_000);
        try (Storage storage = Storage.open(database.url(), Hero.INDEXED)) {
            assertThat(storage.schema().status().collections())
                    .allSatisfy(collection -> assertThat(collection.indexes())
                            .allMatch(index -> index.state() == SchemaStatus.IndexState.READABLE));
            assertAnswersAsAFullScanDoes(storage.collection(Hero.INDEXED));
        }
    }
}
