// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.UsageException;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.retention.Retention;
import dev.storageport.tck.fixture.Refusals;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** KEEP: retention that runs every so often. */
abstract class ScheduleRules extends RetentionTopic {

    private static final Duration HOUR = Duration.ofHours(1);

    /** Runs what is planned when it is told to. */
    private static final class HandScheduler extends ScheduledThreadPoolExecutor {

        private final List<Duration> delays = new ArrayList<>();
        private Runnable planned = () -> {};

        private HandScheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            delays.add(Duration.of(delay, unit.toChronoUnit()));
            planned = command;
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void runPlanned() {
            Runnable command = planned;
            planned = () -> {};
            command.run();
        }
    }

    @Test
    @Rule("KEEP-11")
    void start_runsAfterAPartOfTheInterval_andThenEachInterval() {
        Storage storage = bench().open(CachedPage.PLAIN);
        HandScheduler scheduler = new HandScheduler();
        try {
            DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
            Retention retention = retentions()
                    .build(retention(storage)
                            .policy(CachedPage.PLAIN, retentions().maxAge(WEEK))
                            .every(HOUR)
                            .jitter(0.2));
            retention.start(scheduler);
            for (int run = 0; run < 20; run++) {
                pages.put("old", CachedPage.of(""));
                bench().clock().advance(WEEK.plus(MICROSECOND));
                scheduler.runPlanned();
                assertThat(pages.count()).as("documents after run %s", run).isZero();
            }
            assertThat(scheduler.delays).as("times to the next run").hasSize(21);
            assertThat(scheduler.delays.get(0)).as("time to the first run").isBetween(Duration.ZERO, HOUR);
            assertThat(scheduler.delays.subList(1, 21))
                    .as("times from one run to the next")
                    .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(72)))
                    .doesNotHaveDuplicates();
            assertThat(Refusals.refusal(UsageException.class, "start again", retention::start))
                    .as("refusal of a second start")
                    .hasMessageContaining("started before");
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    @Rule("KEEP-11")
    void run_thatThrowsAnError_isFollowedByTheNext() {
        AtomicInteger errors = new AtomicInteger(3);
        Storage storage = bench().open(
                        StorageOptions.builder()
                                .clock(() -> {
                                    if (Thread.currentThread().getName().startsWith("storageport-retention")
                                            && errors.getAndDecrement() > 0) {
                                        throw new AssertionError("a clock that fails");
                                    }
                                    return bench().clock().instant();
                                })
                                .build(),
                        CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.putAll(CachedPage.many(3));
        bench().clock().advance(WEEK.plus(MICROSECOND));
        try (Retention retention = retentions()
                .build(retention(storage)
                        .policy(CachedPage.PLAIN, retentions().maxAge(WEEK))
                        .every(Duration.ofMillis(2)))) {
            retention.start();
            TestThreads.await("nothing is left", () -> pages.count() == 0);
            assertThat(pages.keys(Condition.all()))
                    .as("documents left after runs that failed and one that did not")
                    .isEmpty();
        }
    }

    @Test
    @Rule("KEEP-11")
    void close_ofTheStorage_endsIt() {
        CountDownLatch ran = new CountDownLatch(2);
        Storage storage = bench().open(
                        StorageOptions.builder()
                                .clock(bench().clock())
                                .listener(new StorageListener() {
                                    @Override
                                    public void retentionEnded(RetentionEnded ended) {
                                        ran.countDown();
                                    }
                                })
                                .build(),
                        CachedPage.PLAIN);
        Retention retention = retentions()
                .build(retention(storage)
                        .policy(CachedPage.PLAIN, retentions().maxAge(WEEK))
                        .every(Duration.ofMillis(1)));
        retention.start();
        TestThreads.meet(ran);

        storage.close();
        assertThat(Refusals.refusal(UsageException.class, "run after the storage was closed", retention::runOnce))
                .as("refusal of a run after the storage was closed")
                .hasMessageContaining("closed");
        assertThat(retention.lastReport().orElseThrow().collections())
                .as("the last run, in whose time the storage may have been closed, which is no failure")
                .extracting(RetentionEnded::outcome)
                .isSubsetOf(Outcome.COMPLETE, Outcome.STOPPED);
        retention.close();
    }
}
