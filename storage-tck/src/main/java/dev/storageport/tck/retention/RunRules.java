// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.UsageException;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.RetentionReport;
import dev.storageport.tck.fixture.HeardEvents;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KEEP: how a run goes. */
abstract class RunRules extends RetentionTopic {

    private static final int MANY = 900;

    @Test
    @Rule("KEEP-6")
    void run_leavesWhatIsWrittenMeanwhile() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.putAll(CachedPage.many(MANY));
            bench().clock().advance(WEEK.plus(MICROSECOND));
            Set<String> touched = ConcurrentHashMap.newKeySet();
            CountDownLatch started = new CountDownLatch(1);
            RetentionEnded ended;
            try (TestThreads threads = new TestThreads()) {
                List<String> some = IntStream.range(0, MANY)
                        .filter(i -> i % 3 == 0)
                        .mapToObj(CachedPage::key)
                        .collect(Collectors.toCollection(ArrayList::new));
                Collections.shuffle(some, new Random(MANY)); // so that they meet everywhere
                threads.start(() -> some.forEach(key -> {
                    started.countDown();
                    if (pages.touch(key)) {
                        touched.add(key);
                    }
                }));
                TestThreads.meet(started);
                ended = run(storage, spec, retentions().maxAge(WEEK));
                threads.joinWithoutError("writers of documents that retention removes");
            }
            assertThat(pages.keys(Condition.all()))
                    .as("documents left, by those that were written before they could be removed")
                    .isEqualTo(touched.stream().sorted().toList());
            assertRemoved(ended, MANY - touched.size());
        }
    }

    @Test
    @Rule("KEEP-6")
    void run_removesInBatchesOfBoundedSize() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            HeardEvents heard = new HeardEvents();
            Storage storage = bench().open(listening(heard), spec);
            storage.collection(spec).putAll(CachedPage.many(105));
            bench().clock().advance(WEEK.plus(MICROSECOND));

            RetentionEnded ended = run(storage, spec, retentions().maxAge(WEEK));
            assertRemoved(ended, 105);
            assertThat(heard.operations().stream()
                            .filter(operation -> operation.operation().equals("deleteInBatches"))
                            .map(OperationEnded::documentsWritten)
                            .toList())
                    .as("documents that each batch of ten removed")
                    .allSatisfy(documents -> assertThat(documents).isLessThanOrEqualTo(10))
                    .hasSize((int) ended.batches());
            assertThat(heard.only(RetentionEnded.class).toList())
                    .as("what a listener was told of retention")
                    .containsExactly(ended);
        }
    }

    @Test
    @Rule("KEEP-9")
    void failureInACollection_isToldAndKeepsNoOtherFromItsTurn() {
        Index<CachedPage, Instant> undeclared = Index.of("undeclared", Instant.class, CachedPage::expires);
        Storage storage = bench().open(CachedPage.PLAIN, CachedPage.INDEXED);
        CachedPage.BOTH.forEach(spec -> storage.collection(spec).put("old", CachedPage.of("")));
        bench().clock().advance(WEEK.plus(MICROSECOND));
        Retention retention = retentions()
                .build(retention(storage)
                        .policy(CachedPage.PLAIN, RetentionPolicy.expiresAt(undeclared))
                        .policy(CachedPage.INDEXED, retentions().maxAge(WEEK)));

        RetentionReport report = retentions().run(retention);
        assertThat(report.succeeded()).as("whether the run succeeded").isFalse();
        assertThat(report.collections()).as("collections of the report").hasSize(2);
        RetentionEnded failed = report.collections().get(0);
        assertThat(failed.outcome()).as("outcome in the first collection").isEqualTo(Outcome.FAILED);
        assertThat(failed.failure().orElseThrow())
                .as("failure in the first collection")
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("undeclared");
        assertRemoved(report.collections().get(1), 1);
        assertThat(retentions().run(retention).collections())
                .as("collections of the next run")
                .hasSize(2);
    }

    @Test
    @Rule("KEEP-6")
    void close_endsARunAfterItsBatch_andTheNextOneGoesOn() {
        Retention[] closed = new Retention[1];
        Storage storage = bench().open(
                        listening(new StorageListener() {
                            @Override
                            public void operationEnded(OperationEnded ended) {
                                if (ended.operation().equals("deleteInBatches")) {
                                    closed[0].close();
                                }
                            }
                        }),
                        CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.putAll(CachedPage.many(50));
        bench().clock().advance(WEEK.plus(MICROSECOND));
        closed[0] = retentions()
                .build(retention(storage).policy(CachedPage.PLAIN, retentions().maxAge(WEEK)));

        RetentionEnded stopped = only(retentions().run(closed[0]));
        assertThat(stopped.outcome())
                .as("outcome of a run that was closed in its first batch")
                .isEqualTo(Outcome.STOPPED);
        assertThat(stopped.documents()).as("documents that it removed").isEqualTo(10);
        assertThat(pages.count()).as("documents left").isEqualTo(40);

        closed[0] = retentions()
                .build(retention(storage).policy(CachedPage.PLAIN, retentions().maxAge(WEEK)));
        assertThat(only(retentions().run(closed[0])).documents())
                .as("documents that the next run removed")
                .isEqualTo(10);
    }

    private StorageOptions listening(StorageListener listener) {
        return StorageOptions.builder()
                .clock(bench().clock())
                .listener(listener)
                .build();
    }
}
