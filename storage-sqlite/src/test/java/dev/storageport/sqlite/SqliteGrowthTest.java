// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.IndexNotReadyException;
import dev.storageport.MultiValueIndex;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program opens with new indexes while another one, that does not know them, goes on writing. */
final class SqliteGrowthTest {

    /** A document. */
    record Thing(int number) {

        int group() {
            return number % 100;
        }

        List<String> tags() {
            return List.of("t" + number % 7, "u" + number % 11);
        }
    }

    private static final int DOCUMENTS = 100_000;
    private static final int THREADS = 8;
    private static final CollectionSpec<Thing> WITHOUT =
            CollectionSpec.of("thing", Thing.class).build();
    private static final Index<Thing, Integer> GROUP = Index.of("group", Integer.class, Thing::group);
    private static final MultiValueIndex<Thing, String> TAGS = MultiValueIndex.of("tags", String.class, Thing::tags);
    private static final SearchIndex<Thing> WORDS =
            SearchIndex.<Thing>of("words").field(thing -> "number " + thing.number());
    private static final CollectionSpec<Thing> WITH = CollectionSpec.of("thing", Thing.class)
            .index(GROUP)
            .index(TAGS)
            .index(WORDS)
            .build();

    @TempDir
    Path directory;

    @Test
    void indexesAdded_whileEightThreadsWrite_holdWhatAFullScanFinds() throws Exception {
        SqliteOptions options = SqliteOptions.builder(directory.resolve("app.db"))
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Storage before = SqliteStorage.open(options, WITHOUT)) {
            DocumentCollection<Thing> writing = before.collection(WITHOUT);
            for (int batch = 0; batch < DOCUMENTS; batch += 1000) {
                writing.putAll(IntStream.range(batch, batch + 1000)
                        .mapToObj(i -> Document.of("k" + i, new Thing(i)))
                        .toList());
            }
            AtomicBoolean end = new AtomicBoolean();
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(threads.submit(() -> write(writing, end)));
            }
            try (Storage after = SqliteStorage.open(options, WITH)) {
                DocumentCollection<Thing> asking = after.collection(WITH);
                for (int group = 0; group < 20; group++) {
                    ask(asking, group);
                }
                end.set(true);
                for (Future<Integer> writer : writers) {
                    assertThat(writer.get()).isPositive();
                }
                after.schema().build();
                assertSameAsAFullScan(asking);
                assertThat(after.schema().status().collections().get(0).indexes())
                        .hasSize(3)
                        .allMatch(index -> index.state() == IndexState.READABLE);
            } finally {
                end.set(true);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(SqliteFiles.query(directory.resolve("app.db"), "PRAGMA integrity_check"))
                .containsExactly("ok");
    }

    /** An answer is right, or there is none because too much was written meanwhile. */
    private static void ask(DocumentCollection<Thing> things, int group) {
        try {
            assertThat(things.find(GROUP.is(group)))
                    .isNotEmpty()
                    .allMatch(found -> found.value().group() == group);
        } catch (IndexNotReadyException busy) {
            assertThat(busy.index()).isEqualTo("group");
        }
    }

    /** Leaves the other program some of the machine. */
    private static int write(DocumentCollection<Thing> things, AtomicBoolean end) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int written = 0;
        for (; !end.get(); written++) {
            LockSupport.parkNanos(5_000_000);
            String key = "k" + random.nextInt(DOCUMENTS + 1000);
            if (random.nextInt(20) == 0) {
                things.delete(key);
            } else {
                things.put(key, new Thing(random.nextInt(1_000_000)));
            }
        }
        return written;
    }

    private static void assertSameAsAFullScan(DocumentCollection<Thing> things) {
        Map<String, Thing> all;
        try (Stream<Stored<Thing>> stream = things.stream()) {
            all = stream.collect(Collectors.toMap(Stored::key, Stored::value));
        }
        assertThat(things.countBy(GROUP))
                .isEqualTo(all.values().stream().collect(Collectors.groupingBy(Thing::group, Collectors.counting())));
        for (int i = 0; i < 7; i++) {
            String tag = "t" + i;
            assertThat(things.count(TAGS.contains(tag)))
                    .isEqualTo(matching(all, thing -> thing.tags().contains(tag)));
            String digits = "31" + i;
            assertThat(things.count(WORDS.contains("number " + digits)))
                    .isEqualTo(matching(
                            all, thing -> String.valueOf(thing.number()).contains(digits)));
        }
    }

    private static long matching(Map<String, Thing> all, Predicate<Thing> condition) {
        return all.values().stream().filter(condition).count();
    }
}
