// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static dev.storageport.readthrough.Fixture.HALF_HOUR;
import static dev.storageport.readthrough.Fixture.MICROSECOND;
import static dev.storageport.readthrough.Fixture.PROFILES;
import static dev.storageport.readthrough.Fixture.answering;
import static dev.storageport.readthrough.Fixture.await;
import static dev.storageport.readthrough.Fixture.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.LoadFailedException;
import dev.storageport.Stored;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.readthrough.Fixture.Calls;
import dev.storageport.readthrough.Fixture.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on in the background. */
class RefreshTest {

    private static final FreshnessPolicy STATIC = FreshnessPolicy.refreshAfter(HALF_HOUR);

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Stored<Note> stale(String key) {
        Stored<Note> stored = fixture.notes.put(key, new Note("old"));
        fixture.clock.set(stored.updatedAt().plus(HALF_HOUR));
        return stored;
    }

    @Test
    void reads_ofAStaleKey_startOneRefresh() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        stale("k");
        Calls<Served<Note>> calls = new Calls<>();
        for (int i = 0; i < 50; i++) {
            calls.start(() -> notes.get("k").orElseThrow());
        }
        assertThat(calls.results()).hasSize(50).allMatch(Served::stale);
        assertThat(fixture.steps()).containsExactly(Step.TRIGGERED);
        assertThat(notes.status()).isEqualTo(new ReadThrough.Status(1, 0, 1_000, 10));
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(1);
        assertThat(fixture.steps()).containsExactly(Step.TRIGGERED, Step.STARTED, Step.COMPLETED);
        assertThat(notes.status()).isEqualTo(new ReadThrough.Status(0, 0, 1_000, 10));
        assertThat(notes.get("k").orElseThrow().stale()).isFalse();
    }

    @Test
    void refresh_movesTheTime_alsoIfNothingHasChanged() {
        ReadThrough<Note> notes = fixture.profiles(answering("old"));
        Stored<Note> before = stale("k");
        notes.get("k");
        fixture.runBackground();
        Stored<Note> after = fixture.notes.get("k").orElseThrow();
        assertThat(after.value()).isEqualTo(before.value());
        assertThat(after.updatedAt()).isEqualTo(fixture.clock.instant());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
    }

    @Test
    void refresh_ofWhatSomebodyHasWrittenMeanwhile_loadsNothing() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        stale("k");
        notes.get("k");
        fixture.notes.put("k", new Note("of the application"));
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.steps()).containsExactly(Step.TRIGGERED, Step.STARTED, Step.COMPLETED);
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("of the application"));
    }

    @Test
    void refresh_ofWhatIsWrittenWhileItLoads_overwritesNothing() {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            fixture.notes.put("k", new Note("of the application"));
            return Loaded.of(new Note("new"));
        });
        stale("k");
        notes.get("k");
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(1);
        assertThat(fixture.steps()).endsWith(Step.COMPLETED);
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("of the application"));
    }

    @Test
    void refresh_thatFails_losesNothing_andTheNextReadStartsAnother_afterTheBackOff() {
        ReadThrough<Note> notes = fixture.builder(STATIC, failing())
                .backOff(Duration.ofSeconds(10), Duration.ofSeconds(30))
                .build();
        Stored<Note> stored = stale("k");
        List<Integer> loads = new ArrayList<>();
        for (int seconds : new int[] {10, 20, 30, 30}) { // twice as long each time, up to the longest
            notes.get("k");
            fixture.runBackground();
            loads.add(fixture.loads.get());
            fixture.clock.advance(Duration.ofSeconds(seconds).minus(MICROSECOND));
            assertThat(notes.get("k").orElseThrow().value()).isEqualTo(stored.value());
            assertThat(fixture.background).as("left alone for %s s", seconds).isEmpty();
            fixture.clock.advance(MICROSECOND);
        }
        assertThat(loads).containsExactly(1, 2, 3, 4);
        assertThat(fixture.notes.get("k")).contains(stored);
        assertThat(fixture.steps().subList(0, 3)).containsExactly(Step.TRIGGERED, Step.STARTED, Step.FAILED);
        assertThat(fixture.refreshes.get(2).failure().orElseThrow()).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void refresh_thatSucceeds_endsTheBackOff() {
        List<Loader<Note>> answers = new ArrayList<>(List.of(failing(), answering("new"), failing()));
        ReadThrough<Note> notes = fixture.builder(
                        STATIC, request -> answers.remove(0).load(request))
                .backOff(Duration.ofSeconds(10), Duration.ofHours(10))
                .build();
        stale("k");
        for (int i = 0; i < 3; i++) {
            notes.get("k");
            fixture.runBackground();
            fixture.clock.advance(HALF_HOUR);
        }
        notes.get("k");
        assertThat(fixture.background).as("ten seconds again, not twenty").hasSize(1);
    }

    @Test
    void refresh_thatEndsInAnError_givesTheKeyBack() {
        ReadThrough<Note> notes = fixture.builder(STATIC, request -> {
                    throw new OutOfMemoryError("scripted");
                })
                .backOff(MICROSECOND, MICROSECOND)
                .build();
        stale("k");
        for (int i = 1; i <= 3; i++) {
            notes.get("k");
            fixture.runBackground();
            assertThat(fixture.loads).hasValue(i);
            fixture.clock.advance(MICROSECOND);
        }
        assertThat(notes.status().running()).isZero();
    }

    @Test
    void queue_thatIsFull_dropsTheRefreshAndServes() {
        ReadThrough<Note> notes =
                fixture.builder(PROFILES, answering("new")).queueCapacity(2).build();
        for (String key : List.of("a", "b", "c")) {
            fixture.notes.put(key, new Note("old"));
        }
        fixture.clock.advance(HALF_HOUR);
        for (String key : List.of("a", "b", "c")) {
            assertThat(notes.get(key).orElseThrow().stale()).isTrue();
        }
        assertThat(fixture.steps()).containsExactly(Step.TRIGGERED, Step.TRIGGERED, Step.TRIGGERED, Step.DROPPED);
        assertThat(notes.refreshLater("c")).isFalse();
        fixture.runBackground();
        assertThat(notes.get("c").orElseThrow().stale()).isTrue();
        fixture.runBackground();
        assertThat(notes.get("c").orElseThrow().value()).isEqualTo(new Note("new"));
    }

    @Test
    void refreshes_atOnce_areAsManyAsAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    go.await();
                    running.decrementAndGet();
                    return Loaded.of(new Note("new"));
                })
                .concurrency(3)
                .executor(work -> {
                    Thread thread = new Thread(work);
                    threads.add(thread);
                    thread.start();
                })
                .build();
        for (int i = 0; i < 20; i++) {
            assertThat(notes.refreshLater("k" + i)).isTrue();
        }
        await("three run", () -> running.get() == 3);
        assertThat(notes.status()).isEqualTo(new ReadThrough.Status(17, 3, 1_000, 3));
        go.countDown();
        await("all are done", () -> fixture.notes.count() == 20);
        assertThat(most).hasValue(3);
        await("threads end without work", () -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void threadsOfTheLibrary_comeWithWork() {
        ReadThrough<Note> notes = ReadThrough.builder(fixture.storage, Fixture.NOTES, answering("new"))
                .policy(PROFILES)
                .build();
        stale("k");
        notes.get("k");
        await("it is refreshed", () -> !notes.get("k").orElseThrow().stale());
        await("nothing runs", () -> notes.status().running() == 0);
    }

    @Test
    void executor_thatRejects_dropsTheRefreshAndServes() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, answering("new"))
                .executor(work -> {
                    throw new RejectedExecutionException();
                })
                .build();
        stale("k");
        for (int i = 1; i <= 2; i++) {
            assertThat(notes.get("k").orElseThrow().stale()).isTrue();
            assertThat(fixture.steps()).hasSize(2 * i).endsWith(Step.TRIGGERED, Step.DROPPED);
        }
        assertThat(fixture.refreshes.get(1).failure().orElseThrow()).isInstanceOf(RejectedExecutionException.class);
        assertThat(notes.refreshLater("k")).isFalse();
        assertThat(notes.status().queued()).isZero();
    }

    @Test
    void thread_thatIsInterrupted_leavesWhatWaitsToAnother() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    threads.add(Thread.currentThread());
                    if (request.key().equals("a")) {
                        await("others wait", () -> fixture.steps().size() == 4);
                        Thread.currentThread().interrupt();
                    }
                    return Loaded.of(new Note("new"));
                })
                .concurrency(1)
                .executor(work -> new Thread(work).start())
                .build();
        for (String key : List.of("a", "b", "c")) {
            assertThat(notes.refreshLater(key)).isTrue();
        }
        await("all are loaded", () -> fixture.notes.count() == 3);
        assertThat(threads).hasSize(3);
        assertThat(threads.get(1)).isNotSameAs(threads.get(0)).isSameAs(threads.get(2));
    }

    @Test
    void executor_thatIsShutDown_dropsWhatWaits_andTheNextReadTriesAgain() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    await("another waits", () -> fixture.steps().size() == 3);
                    Thread.currentThread().interrupt();
                    return Loaded.of(new Note("new"));
                })
                .concurrency(1)
                .executor(work -> {
                    if (fixture.loads.get() > 0) {
                        throw new RejectedExecutionException();
                    }
                    new Thread(work).start();
                })
                .build();
        notes.refreshLater("a");
        await("it runs", () -> fixture.loads.get() == 1);
        notes.refreshLater("b");
        await("it is dropped", () -> fixture.steps().contains(Step.DROPPED));
        assertThat(notes.status().queued()).isZero();
        assertThat(notes.refreshLater("b")).as("no thread to be had").isFalse();
    }

    @Test
    void refresh_thatIsAskedFor_loadsWhatIsFresh() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("k", new Note("old"));
        Served<Note> refreshed = notes.refresh("k").orElseThrow();
        assertThat(refreshed.value()).isEqualTo(new Note("new"));
        assertThat(refreshed.source()).isEqualTo(Served.Source.FETCHED);
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
        assertThat(notes.refreshLater("k")).isTrue();
        assertThat(notes.refreshLater("k")).isTrue();
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(2);
    }

    @Test
    void refresh_thatIsAskedForAndFails_saysSo() {
        ReadThrough<Note> notes =
                fixture.builder(PROFILES.staleOnError(HALF_HOUR), failing()).build();
        fixture.notes.put("k", new Note("old"));
        assertThatThrownBy(() -> notes.refresh("k")).isInstanceOf(LoadFailedException.class);
        assertThat(fixture.notes.get("k").orElseThrow().value()).isEqualTo(new Note("old"));
    }

    @Test
    void miss_thatMeetsARefresh_waitsForIt() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            answer.await();
            return Loaded.of(new Note("new"));
        });
        stale("k");
        notes.get("k");
        Calls<Boolean> refresh = new Calls<>();
        refresh.start(() -> {
            fixture.runBackground();
            return true;
        });
        await("it loads", () -> fixture.loads.get() == 1);
        fixture.clock.advance(HALF_HOUR); // and now it has expired
        Calls<Served<Note>> miss = new Calls<>();
        miss.start(() -> notes.get("k").orElseThrow());
        await("it waits", () -> miss.allWaitBut(0));
        answer.countDown();
        assertThat(miss.results().get(0).value()).isEqualTo(new Note("new"));
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void close_dropsWhatWaits_andLetsWhatRunsEnd() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    answer.await();
                    return Loaded.of(new Note("new"));
                })
                .concurrency(1)
                .executor(work -> new Thread(work).start())
                .build();
        notes.refreshLater("runs");
        notes.refreshLater("waits");
        await("one runs", () -> fixture.loads.get() == 1);
        Calls<Boolean> closing = new Calls<>();
        closing.start(() -> {
            fixture.storage.close();
            return true;
        });
        await("the one that waits is dropped", () -> fixture.steps().contains(Step.DROPPED));
        answer.countDown();
        closing.results();
        assertThat(fixture.steps())
                .containsExactlyInAnyOrder(Step.TRIGGERED, Step.TRIGGERED, Step.STARTED, Step.DROPPED, Step.COMPLETED);
        assertThat(fixture.storeFailures)
                .as("it was stored before the storage closed")
                .isEmpty();
    }

    @Test
    void close_interruptsWhatTakesTooLong_andLeavesNoFlagBehind() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Calls<Boolean> thread = new Calls<>();
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException told) {
                        interrupted.countDown();
                        throw told;
                    }
                    throw new AssertionError("the latch opened");
                })
                .closeGrace(Duration.ZERO)
                .executor(work -> thread.start(() -> {
                    work.run();
                    return Thread.currentThread().isInterrupted();
                }))
                .build();
        notes.refreshLater("k");
        await("it runs", () -> fixture.loads.get() == 1);
        notes.close();
        interrupted.await();
        assertThat(thread.results()).containsExactly(false);
        assertThat(fixture.steps()).endsWith(Step.FAILED);
    }

    @Test
    void memoryOfFailures_isBounded() {
        BackOff backOff = new BackOff(fixture.clock, Duration.ofSeconds(1), Duration.ofSeconds(1));
        for (int i = 0; i < BackOff.MOST + 10; i++) {
            backOff.failed("k" + i);
        }
        assertThat(backOff.size()).isEqualTo(BackOff.MOST);
        assertThat(backOff.holds("k0")).isFalse();
        assertThat(backOff.holds("k" + BackOff.MOST)).isTrue();
        fixture.clock.advance(Duration.ofDays(-1));
        assertThat(backOff.holds("k" + BackOff.MOST))
                .as("a clock that was put back")
                .isFalse();
    }
}
