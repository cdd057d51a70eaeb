// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.LARGE;
import static dev.storageport.tck.fixture.ItemPrograms.NUMBER;
import static dev.storageport.tck.fixture.ItemPrograms.items;
import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.IndexBuildMode;
import dev.storageport.IndexNotReadyException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** GROW: how indexes are completed, and what is answered until then. */
abstract class IndexBuildRules extends Topic {

    static final CollectionSpec<Item> BEFORE_BUILD = items();
    static final CollectionSpec<Item> TO_BUILD = items(NUMBER);

    /** What half the documents meet, whose numbers are even or odd. */
    static final Condition<Item> SMALL_NUMBERS = NUMBER.lessThan(LARGE / 2);

    private StorageOptions onRequest() {
        return bench().options().toBuilder()
                .indexBuildMode(IndexBuildMode.ON_REQUEST)
                .build();
    }

    @Test
    @Rule("GROW-6")
    void query_byALargeIndexThatIsIncomplete_isRightOrRefused() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), BEFORE_BUILD);
        Storage storage = bench().open(onRequest(), TO_BUILD);
        DocumentCollection<Item> items = storage.collection(TO_BUILD);
        questions(storage, items).forEach((question, answer) -> {
            old.putAll(ItemPrograms.various(LARGE));
            assertThat(ItemPrograms.isReadable(storage, "number"))
                    .as("whether the index is readable after another program wrote everything")
                    .isFalse();
            try {
                assertThat(answer.get())
                        .as("%s by an index that is not complete", question)
                        .isEqualTo((long) LARGE / 2);
            } catch (IndexNotReadyException notReady) {
                assertThat(notReady.collection()).as("the collection refused").isEqualTo("items");
                assertThat(notReady.index()).as("the index refused").isEqualTo("number");
                assertThat(notReady.remedy()).as("what can be done").isEqualTo(StorageException.Remedy.RETRY);
                assertThat(old.count())
                        .as("documents after %s was refused", question)
                        .isEqualTo(LARGE);
            }
        });
    }

    private static Map<String, Supplier<Long>> questions(Storage storage, DocumentCollection<Item> items) {
        Map<String, Supplier<Long>> questions = new LinkedHashMap<>();
        questions.put("find", () -> (long) items.find(SMALL_NUMBERS).size());
        questions.put("count", () -> items.count(SMALL_NUMBERS));
        questions.put("count of the others", () -> items.count(SMALL_NUMBERS.not()));
        questions.put("countBy", () -> items.countBy(NUMBER, SMALL_NUMBERS).size() + 0L);
        questions.put("find by key in the order of the index", () -> (long)
                items.keys(Condition.keyBefore(Item.key(LARGE / 2)).by(NUMBER)).size());
        questions.put("stream", () -> {
            try (Stream<Stored<Item>> stream = items.stream(SMALL_NUMBERS)) {
                return stream.count();
            }
        });
        questions.put("page", () ->
                (long) items.page(SMALL_NUMBERS.limit(LARGE)).documents().size());
        questions.put(
                "find in a transaction",
                () -> storage.<Long, RuntimeException>transact(open ->
                        (long) open.collection(TO_BUILD).find(SMALL_NUMBERS).size()));
        questions.put("delete", () -> items.delete(SMALL_NUMBERS));
        questions.put("deleteInBatches", () -> items.deleteInBatches(SMALL_NUMBERS, 400));
        return questions;
    }

    @Test
    @Rule("GROW-6")
    void build_onRequest_completesTheIndex() {
        Storage old = bench().open(BEFORE_BUILD);
        old.collection(BEFORE_BUILD).putAll(ItemPrograms.various(LARGE));
        List<StoredWithContent<Item>> before = ItemPrograms.everything(old.collection(BEFORE_BUILD));
        Storage storage = bench().open(onRequest(), TO_BUILD);
        assertThat(ItemPrograms.isReadable(storage, "number"))
                .as("whether the index is readable before it is built")
                .isFalse();

        assertThat(storage.schema().build()).as("documents brought in").isEqualTo(LARGE);

        assertThat(ItemPrograms.isReadable(storage, "number"))
                .as("whether the index is readable when it is built")
                .isTrue();
        ItemPrograms.BY_NUMBER.assertExact("when it is built", storage.collection(TO_BUILD));
        assertThat(storage.schema().build())
                .as("documents brought in by another call")
                .isZero();
        assertThat(ItemPrograms.everything(old.collection(BEFORE_BUILD)))
                .as("documents after the index was built")
                .isEqualTo(before);
    }

    @Test
    @Rule("GROW-6")
    void query_byASmallIndexThatIsIncomplete_isRight() {
        ItemPrograms.fill(bench(), ItemPrograms.open(bench(), BEFORE_BUILD));
        ItemPrograms.BY_NUMBER.assertExact("that nobody built", ItemPrograms.open(bench(), onRequest(), TO_BUILD));
    }

    @Test
    @Rule("GROW-7")
    void building_reportsProgress() {
        ItemPrograms.open(bench(), BEFORE_BUILD).putAll(ItemPrograms.various(LARGE));
        List<IndexBuildAdvanced> heard = new ArrayList<>();

        bench().open(listening(heard::add), TO_BUILD);

        assertThat(heard).as("progress").hasSizeGreaterThan(2).allSatisfy(progress -> {
            assertThat(progress.collection()).isEqualTo("items");
            assertThat(progress.index()).isEqualTo("number");
            assertThat(progress.total()).isEqualTo(LARGE);
            assertThat(progress.done()).isBetween(1L, (long) LARGE);
        });
        assertThat(heard.stream().map(IndexBuildAdvanced::done))
                .as("documents done, from batch to batch")
                .isSorted();
        assertThat(heard.get(heard.size() - 1).done())
                .as("documents done at last")
                .isEqualTo(LARGE);
        assertThat(heard.stream().map(IndexBuildAdvanced::finished).toList())
                .as("whether it is finished, at last and only then")
                .endsWith(true)
                .containsOnlyOnce(true);
    }

    @Test
    @Rule("GROW-7")
    void building_ofAnIndexThatIsCurrent_reportsNothing() {
        ItemPrograms.open(bench(), TO_BUILD).putAll(ItemPrograms.various(5));
        List<IndexBuildAdvanced> heard = new ArrayList<>();
        bench().open(listening(heard::add), TO_BUILD);
        assertThat(heard).as("progress where there is nothing to do").isEmpty();
    }

    @Test
    @Rule("GROW-7")
    void building_thatIsInterrupted_goesOnAtTheNextOpening() {
        Storage old = bench().open(BEFORE_BUILD);
        old.collection(BEFORE_BUILD).putAll(ItemPrograms.various(LARGE));
        List<StoredWithContent<Item>> before = ItemPrograms.everything(old.collection(BEFORE_BUILD));
        List<IndexBuildAdvanced> heard = new ArrayList<>();
        assertThatThrownBy(
                        () -> bench().open(
                                        listening(progress -> {
                                            heard.add(progress);
                                            if (heard.size() == 2) {
                                                Thread.currentThread().interrupt();
                                            }
                                        }),
                                        TO_BUILD),
                        "opening, whose thread is interrupted after the second batch")
                .isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted())
                .as("whether the thread is still interrupted")
                .isTrue();
        long done = heard.get(1).done();
        assertThat(ItemPrograms.isReadable(old, "number"))
                .as("whether the index is readable after its building was stopped")
                .isFalse();
        old.collection(BEFORE_BUILD).put(Item.key(0), ItemPrograms.various(0, 99));

        heard.clear();
        Storage storage = bench().open(listening(heard::add), TO_BUILD);

        assertThat(heard.get(heard.size() - 1).done())
                .as("documents brought in by the next opening: the rest, and the one written meanwhile")
                .isEqualTo(LARGE - done + 1);
        ItemPrograms.BY_NUMBER.assertExact("whose building was stopped", storage.collection(TO_BUILD));
        old.collection(BEFORE_BUILD).put(Item.key(0), before.get(0).document().value());
        assertThat(ItemPrograms.everything(storage.collection(TO_BUILD)).subList(1, LARGE))
                .as("documents after the building was stopped and went on")
                .isEqualTo(before.subList(1, LARGE));
    }

    @Test
    @Rule("GROW-16")
    void upkeep_amongBusyWriters_reportsNoConflict() {
        assertThatCode(this::keepUpAmongBusyWriters)
                .as("opening, repairing, building, showing and pruning, where of three calls two meet a conflict")
                .doesNotThrowAnyException();
    }

    private void keepUpAmongBusyWriters() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), BEFORE_BUILD);
        ItemPrograms.fill(bench(), old);
        try (Storage busy = Storage.open(new BusyPort(bench().harness().port()), bench().options(), TO_BUILD)) {
            DocumentCollection<Item> items = busy.collection(TO_BUILD);
            ItemPrograms.BY_NUMBER.assertExact("built among busy writers", items);
            old.put(Item.key(0), ItemPrograms.various(0, 99));
            ItemPrograms.BY_NUMBER.assertExact("repaired among busy writers", items);
            old.put(Item.key(0), ItemPrograms.various(0, 98));
            assertThat(busy.schema().build())
                    .as("documents brought in among busy writers")
                    .isOne();
            assertThat(busy.schema().status().collections())
                    .as("collections shown among busy writers")
                    .hasSize(1);
            assertThat(busy.schema().prune())
                    .as("indexes dropped among busy writers")
                    .isEmpty();
        }
    }

    private StorageOptions listening(Consumer<IndexBuildAdvanced> heard) {
        return bench().options().toBuilder().listener(hearing(heard)).build();
    }

    private static StorageListener hearing(Consumer<IndexBuildAdvanced> heard) {
        return new StorageListener() {
            @Override
            public void indexBuildAdvanced(IndexBuildAdvanced advanced) {
                heard.accept(advanced);
            }
        };
    }

    @Test
    @Rule("GROW-7")
    void building_whileTheStorageIsClosed_endsTypedAndGoesOnAtTheNextOpening() throws InterruptedException {
        ItemPrograms.open(bench(), BEFORE_BUILD).putAll(ItemPrograms.various(LARGE));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Storage storage = bench().open(
                        onRequest().toBuilder()
                                .closeGrace(Duration.ZERO)
                                .listener(hearing(progress -> {
                                    begun.countDown();
                                    awaited(closed);
                                }))
                                .build(),
                        TO_BUILD);
        try (TestThreads threads = new TestThreads()) {
            Future<?> building = threads.follow(() -> refusal(
                    StorageException.class,
                    "building while the storage is closed",
                    () -> storage.schema().build()));
            // A port that says that nothing is to be built begins nothing, and would not be waited for in vain.
            while (!begun.await(10, TimeUnit.MILLISECONDS) && !building.isDone()) {
                Thread.onSpinWait();
            }
            storage.close();
            closed.countDown();
            TestThreads.result(building);
        }
        Storage again = bench().open(TO_BUILD);
        assertThat(ItemPrograms.isReadable(again, "number"))
                .as("whether the index is readable after the next opening")
                .isTrue();
        ItemPrograms.BY_NUMBER.assertExact("whose building was cut off", again.collection(TO_BUILD));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
