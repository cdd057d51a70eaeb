// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.IndexBuildMode;
import dev.storageport.SchemaStatus;
import dev.storageport.Storage;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GROW: a program with far more collections than one transaction should make. */
abstract class ManyCollectionsRules extends Topic {

    /** More than a backend makes at once. */
    private static final int COLLECTIONS = 100;

    private static final List<CollectionSpec<Item>> SPECS =
            IntStream.range(0, COLLECTIONS).mapToObj(ManyCollectionsRules::spec).toList();
    private static final CollectionSpec<?>[] ALL = SPECS.toArray(CollectionSpec<?>[]::new);

    /** On a port that creates only some of them, opening does not fail before it is looked at what is there. */
    private Storage open() {
        StorageOptions options = bench().options().toBuilder()
                .indexBuildMode(IndexBuildMode.ON_REQUEST)
                .build();
        return bench().open(options, ALL);
    }

    private static CollectionSpec<Item> spec(int number) {
        return CollectionSpec.of(name(number), Item.class)
                .index(Item.GROUP)
                .index(Item.ALIAS)
                .build();
    }

    private static String name(int number) {
        return String.format("many_%03d", number);
    }

    @Test
    @Rule("GROW-14")
    void manyCollections_stoppedInBetween_areCompletedByTheNextOpenings() throws InterruptedException {
        Storage onlooker = bench().open();
        try (TestThreads threads = new TestThreads()) {
            CountDownLatch opening = new CountDownLatch(1);
            Thread[] opener = new Thread[1];
            Future<?> opened = threads.follow(() -> {
                opener[0] = Thread.currentThread();
                opening.countDown();
                try {
                    open();
                } catch (StorageInterruptedException stopped) {
                    assertThat(Thread.interrupted()).as("flag of the thread").isTrue();
                }
            });
            opening.await(TestThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            while (onlooker.schema().status().collections().isEmpty() && !opened.isDone()) {
                Thread.onSpinWait();
            }
            opener[0].interrupt();
            TestThreads.result(opened);
            for (SchemaStatus.CollectionStatus whole :
                    onlooker.schema().status().collections()) {
                assertThat(whole.indexes())
                        .as("indexes of %s, after opening was stopped", whole.name())
                        .hasSize(2);
            }
            threads.startTogether(3, thread -> open());
            threads.joinWithoutError("openings of the same collections");
        }
        assertThat(onlooker.schema().status().collections())
                .as("collections once opening has returned")
                .hasSize(COLLECTIONS)
                .allSatisfy(collection ->
                        assertThat(collection.indexes()).as(collection.name()).hasSize(2));
        assertUsable(open());
    }

    private static void assertUsable(Storage storage) {
        for (CollectionSpec<Item> spec : SPECS) {
            DocumentCollection<Item> items = storage.collection(spec);
            items.insert("a", new Item(1, "red", "one"));
            assertThat(items.find(Item.ALIAS.is("one")))
                    .as("what is found in %s", spec.name())
                    .extracting(Stored::key)
                    .containsExactly("a");
        }
    }

    @Test
    @Rule({"GROW-14", "GROW-8"})
    void manyCollections_prunedAndDropped_leaveNothingBehind() {
        open().close();
        Storage bare = bench().open(IntStream.range(0, COLLECTIONS)
                .mapToObj(number -> CollectionSpec.of(name(number), Item.class)
                        .index(Item.GROUP)
                        .build())
                .toArray(CollectionSpec<?>[]::new));

        assertThat(bare.schema().prune())
                .as("what was dropped")
                .containsExactlyElementsOf(IntStream.range(0, COLLECTIONS)
                        .mapToObj(number -> name(number) + ".alias")
                        .toList());

        bare.close();
        Storage storage = bench().open(ItemPrograms.items(Item.GROUP));
        for (CollectionSpec<Item> spec : SPECS) {
            storage.schema().dropCollection(spec.name());
        }
        assertThat(storage.schema().status().collections())
                .extracting(SchemaStatus.CollectionStatus::name)
                .containsExactly("items");
    }
}
