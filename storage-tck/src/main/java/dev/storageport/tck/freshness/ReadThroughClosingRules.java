// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.StorageClosedException;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** FRESH: a storage closes what stands on it first. */
abstract class ReadThroughClosingRules extends ReadThroughTopic {

    @Test
    @Rule("FRESH-24")
    void closing_dropsWhatWaits_andLetsWhatRunsEndAndBeStored() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> through = builder(PROFILES, request -> {
                    answer.await();
                    return Loaded.of(note("new"));
                })
                .concurrency(1)
                .executor(work -> new Thread(work, "storage-tck").start())
                .build();
        through.refreshLater("runs");
        through.refreshLater("waits");
        await("one runs", () -> loads.get() == 1);
        Calls<Boolean> closing = new Calls<>();
        closing.start(() -> {
            storage.close();
            return true;
        });
        await("the one that waits is dropped", () -> steps().contains(Step.DROPPED));
        await("closing waits for the one that runs", () -> closing.waiting() == 1 || steps().contains(Step.FAILED));
        answer.countDown();
        closing.results();
        assertThat(steps())
                .as("the steps of both")
                .containsExactlyInAnyOrder(Step.TRIGGERED, Step.TRIGGERED, Step.STARTED, Step.DROPPED, Step.COMPLETED);
        notes = open().collection(Samples.NOTES);
        assertThat(textOf("runs")).as("what ran when the storage closed").isEqualTo("new");
        assertThat(textOf("waits")).as("what waited").isEqualTo("nothing");
        refusal(StorageClosedException.class, "get", () -> through.get("runs"));
        refusal(StorageClosedException.class, "refreshLater", () -> through.refreshLater("runs"));
    }

    @Test
    @Rule("FRESH-24")
    void closing_interruptsWhatTakesLongerThanItsGrace() throws Exception {
        Calls<Boolean> worker = new Calls<>();
        ReadThrough<Note> through = builder(PROFILES, request -> {
                    new CountDownLatch(1).await(); // until it is interrupted
                    throw new AssertionError("the latch opened");
                })
                .closeGrace(Duration.ZERO)
                .executor(work -> worker.start(() -> {
                    work.run();
                    return Thread.currentThread().isInterrupted();
                }))
                .build();
        through.refreshLater("k");
        await("it runs", () -> loads.get() == 1);
        storage.close();
        assertThat(worker.results()).as("whether a flag is left behind").containsExactly(false);
        assertThat(steps()).as("its steps").containsExactly(Step.TRIGGERED, Step.STARTED, Step.FAILED);
    }
}
