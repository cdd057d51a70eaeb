// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.LoadFailedException;
import dev.storageport.Stored;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** FRESH: what goes on in the background. */
abstract class RefreshRules extends ReadThroughTopic {

    private static final FreshnessPolicy NEVER_EXPIRING = FreshnessPolicy.refreshAfter(HALF_HOUR);

    private void assertSteps(String of, Step... steps) {
        assertThat(steps()).as("the steps of %s", of).containsExactly(steps);
    }

    @Test
    @Rule({"FRESH-13", "FRESH-15", "FRESH-25"})
    void reads_ofAStaleKey_triggerOneRefresh_untilItHasEnded() throws Exception {
        stored("k", HALF_HOUR);
        ReadThrough<Note> through = profiles(answering("new"));
        Calls<Boolean> calls = new Calls<>();
        calls.start(50, () -> served(through).stale());
        assertThat(calls.results()).as("whether each is served as stale").containsOnly(true);
        assertSteps("50 reads", Step.TRIGGERED);
        assertThat(through.status()).as("status before it runs").isEqualTo(new ReadThrough.Status(1, 0, 1_000, 10));
        runBackground();
        assertLoads(1);
        assertSteps("50 reads", Step.TRIGGERED, Step.STARTED, Step.COMPLETED);
        assertThat(through.status()).as("status afterwards").isEqualTo(new ReadThrough.Status(0, 0, 1_000, 10));
        advance(HALF_HOUR);
        assertThat(served(through).stale()).as("whether it is stale once more").isTrue();
        runBackground();
        assertLoads(2);
    }

    @Test
    @Rule("FRESH-13")
    void refresh_movesUpdatedAt_alsoIfTheValueIsTheSameOrNotChanged() {
        for (Loader<Note> loader : List.<Loader<Note>>of(answering("old"), request -> Loaded.notChanged())) {
            Stored<Note> before = stored("k", HALF_HOUR);
            served(profiles(loader));
            runBackground();
            assertThat(notes.get("k").map(Stored::updatedAt).orElse(Instant.EPOCH))
                    .as("updatedAt after a refresh")
                    .isEqualTo(before.updatedAt().plus(HALF_HOUR));
        }
        assertLoads(2);
    }

    @Test
    @Rule("FRESH-13")
    void refresh_ofWhatSomebodyHasWrittenSince_loadsNothing() {
        stored("k", HALF_HOUR);
        served(profiles(answering("new")));
        notes.put("k", note("own"));
        runBackground();
        assertLoads(0);
        assertThat(textOf("k")).as("what somebody has written").isEqualTo("own");
        assertSteps("it", Step.TRIGGERED, Step.STARTED, Step.COMPLETED);
    }

    @Test
    @Rule({"FRESH-10", "FRESH-13"})
    void refresh_ofWhatIsWrittenWhileItLoads_overwritesNothing() {
        stored("k", HALF_HOUR);
        served(profiles(request -> {
            notes.put("k", note("own"));
            return Loaded.of(note("new"));
        }));
        runBackground();
        assertLoads(1);
        assertThat(textOf("k")).as("what was written meanwhile").isEqualTo("own");
    }

    @Test
    @Rule({"FRESH-14", "FRESH-25"})
    void refresh_thatFails_losesNothing_andIsTriggeredAgain_exactlyAfterTheBackOff() {
        Stored<Note> stored = stored("k", HALF_HOUR);
        ReadThrough<Note> through = builder(NEVER_EXPIRING, failing())
                .backOff(Duration.ofSeconds(10), Duration.ofSeconds(30))
                .build();
        int failures = 0;
        for (int seconds : new int[] {10, 20, 30, 30}) { // twice as long each time, up to the longest
            served(through);
            runBackground();
            assertLoads(++failures);
            advance(Duration.ofSeconds(seconds).minus(MICROSECOND));
            assertThat(served(through).value()).as("what is served meanwhile").isEqualTo(stored.value());
            assertThat(background).as("refreshes within %s seconds", seconds).isEmpty();
            advance(MICROSECOND);
        }
        assertThat(notes.get("k")).as("what is stored").contains(stored);
        assertThat(steps().subList(0, 3))
                .as("the steps of the first")
                .containsExactly(Step.TRIGGERED, Step.STARTED, Step.FAILED);
        assertThat(heard.only(RefreshAdvanced.class).skip(2).findFirst().flatMap(RefreshAdvanced::failure))
                .as("the failure that was told")
                .containsInstanceOf(LoadFailedException.class);
    }

    @Test
    @Rule("FRESH-14")
    void refresh_thatSucceeds_endsTheBackOff() {
        List<Loader<Note>> answers = new ArrayList<>(List.of(failing(), answering("new"), failing(), failing()));
        ReadThrough<Note> through = builder(
                        NEVER_EXPIRING, request -> answers.remove(0).load(request))
                .backOff(Duration.ofSeconds(10), HOUR.multipliedBy(10))
                .build();
        stored("k", HALF_HOUR);
        for (int i = 0; i < 3; i++) {
            served(through);
            runBackground();
            advance(HALF_HOUR); // longer than the pause, and the value is stale again
        }
        assertLoads(3);
        served(through);
        runBackground();
        assertLoads(4); // the second failure since the success, so twice the initial pause
        advance(Duration.ofSeconds(20));
        served(through);
        assertThat(background).as("refreshes after twice the initial pause").hasSize(1);
    }

    @Test
    @Rule("FRESH-14")
    void refresh_thatEndsInAnError_givesTheKeyBack() {
        stored("k", HALF_HOUR);
        ReadThrough<Note> through = builder(NEVER_EXPIRING, request -> {
                    throw new InternalError("scripted");
                })
                .backOff(MICROSECOND, MICROSECOND)
                .build();
        for (int i = 1; i <= 3; i++) {
            served(through);
            runBackground();
            assertLoads(i);
            advance(MICROSECOND);
        }
        assertThat(through.status().running()).as("refreshes that run").isZero();
        assertThat(textOf("k")).as("what is stored").isEqualTo("old");
    }

    @Test
    @Rule({"FRESH-15", "FRESH-16", "FRESH-25"})
    void queue_thatIsFull_dropsOneMore_andItsCallerIsServed() {
        ReadThrough<Note> through =
                builder(PROFILES, answering("new")).queueCapacity(2).build();
        List<String> keys = List.of("a", "b", "c");
        keys.forEach(key -> notes.put(key, note("old")));
        advance(HALF_HOUR);
        for (String key : keys) {
            assertThat(through.get(key).map(Served::stale))
                    .as("whether %s is served as stale", key)
                    .contains(true);
        }
        assertSteps("three refreshes", Step.TRIGGERED, Step.TRIGGERED, Step.TRIGGERED, Step.DROPPED);
        assertThat(through.refreshLater("c")).as("whether there is room").isFalse();
        runBackground();
        assertThat(through.refreshLater("c")).as("whether there is room").isTrue();
        runBackground();
        assertThat(keys).extracting(this::textOf).as("what is stored").containsOnly("new");
    }

    @Test
    @Rule("FRESH-15")
    void refreshes_atOnce_areAsManyAsAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        ReadThrough<Note> through = builder(PROFILES, request -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    go.await();
                    running.decrementAndGet();
                    return Loaded.of(note("new"));
                })
                .concurrency(3)
                .executor(work -> new Thread(work, "storage-tck").start())
                .build();
        for (int i = 0; i < 20; i++) {
            assertThat(through.refreshLater("k" + i))
                    .as("whether there is room")
                    .isTrue();
        }
        await("three run", () -> running.get() >= 3);
        assertThat(through.status()).as("status").isEqualTo(new ReadThrough.Status(17, 3, 1_000, 3));
        go.countDown();
        await(
                "all have run",
                () -> steps().stream().filter(Step.COMPLETED::equals).count() == 20);
        assertThat(most).as("most that ran at once").hasValue(3);
        assertLoads(20);
    }

    @Test
    @Rule("FRESH-16")
    void refresh_loadsWhateverIsStored_andThrowsWhatFails() {
        notes.put("k", note("old"));
        ReadThrough<Note> through = profiles(answering("new"));
        assertThat(through.refresh("k").map(Served::source))
                .as("where it comes from")
                .contains(Served.Source.FETCHED);
        assertThat(textOf("k")).as("what is stored").isEqualTo("new");
        assertThat(through.refreshLater("k")).as("whether there is room").isTrue();
        assertThat(through.refreshLater("k"))
                .as("whether a key that waits will be loaded")
                .isTrue();
        assertLoads(1);
        runBackground();
        assertLoads(2);
        ReadThrough<Note> lenient =
                builder(PROFILES.staleOnError(HOUR), failing()).build();
        refusal(LoadFailedException.class, "a refresh that fails", () -> lenient.refresh("k"));
        assertThat(textOf("k")).as("what is stored").isEqualTo("new");
    }
}
