// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static dev.storageport.readthrough.Fixture.HOUR;
import static dev.storageport.readthrough.Fixture.PROFILES;
import static dev.storageport.readthrough.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.LoadFailedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.Fixture.Calls;
import dev.storageport.readthrough.Fixture.Note;
import dev.storageport.readthrough.Served.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One load for one key at a time, and nobody's end is another's. */
class SingleFlightTest {

    private static final int CALLERS = 50;

    private final Fixture fixture = new Fixture();
    private final Calls<Served<Note>> calls = new Calls<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start(ReadThrough<Note> notes, int callers) {
        for (int i = 0; i < callers; i++) {
            calls.start(() -> notes.get("k").orElseThrow());
        }
    }

    /** Answers when everybody else waits. */
    private Loader<Note> patient(Loader<Note> loader) {
        return request -> {
            await("the other callers wait", () -> calls.threads.size() == CALLERS && calls.allWaitBut(1));
            return loader.load(request);
        };
    }

    @Test
    void misses_atOnce_areOneLoadOfWhichAllGetTheValue() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(patient(Fixture.answering("new")));
        start(notes, CALLERS);
        assertThat(calls.results()).hasSize(CALLERS).allSatisfy(served -> {
            assertThat(served.value()).isEqualTo(new Note("new"));
            assertThat(served.stale()).isFalse();
            assertThat(served.age()).isZero();
        });
        assertThat(fixture.loads).hasValue(1);
        assertThat(fixture.results()).hasSize(CALLERS).containsOnly(Result.MISS);
    }

    /** Whoever looked before the load ended, and comes after it, looks again: no hook shows that moment, so many rounds do. */
    @Test
    void misses_thatMeetTheEndOfALoad_areNoLoadOfTheirOwn() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(Fixture.answering("new"));
        for (int round = 0; round < 500; round++) {
            String key = "k" + round;
            Calls<Served<Note>> racing = new Calls<>();
            for (int i = 0; i < 4; i++) {
                racing.start(() -> notes.get(key).orElseThrow());
            }
            racing.results();
            assertThat(fixture.loads).as("loads after round %s", round).hasValue(round + 1);
        }
    }

    @Test
    void failure_reachesEachAsAnExceptionOfItsOwn() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(patient(Fixture.failing()));
        start(notes, CALLERS);
        List<Throwable> failures = calls.failures();
        Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(failures);
        assertThat(different)
                .hasSize(CALLERS)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(LoadFailedException.class)
                        .hasCauseInstanceOf(IOException.class));
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void keys_areLoadedSideBySide() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            both.countDown();
            both.await();
            return Loaded.of(new Note(request.key()));
        });
        calls.start(() -> notes.get("a").orElseThrow());
        calls.start(() -> notes.get("b").orElseThrow());
        assertThat(calls.results()).extracting(Served::value).containsExactly(new Note("a"), new Note("b"));
    }

    @Test
    void waiter_thatIsInterrupted_leavesAlone() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            answer.await();
            return Loaded.of(new Note("new"));
        });
        start(notes, 1);
        await("a load runs", () -> fixture.loads.get() == 1);
        Calls<Boolean> waiter = new Calls<>();
        waiter.start(() -> {
            assertThatThrownBy(() -> notes.get("k"))
                    .isInstanceOf(StorageInterruptedException.class)
                    .hasMessageContaining("collection notes, key \"k\"");
            return Thread.currentThread().isInterrupted();
        });
        await("it waits", () -> waiter.allWaitBut(0));
        waiter.threads.get(0).interrupt();
        assertThat(waiter.results()).as("the flag is kept").containsExactly(true);
        answer.countDown();
        assertThat(calls.results().get(0).value()).isEqualTo(new Note("new"));
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void loadingThread_thatIsInterrupted_leavesTheLoadToTheNext() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            if (fixture.loads.get() == 1) {
                new CountDownLatch(1).await(); // until it is interrupted
            }
            return Loaded.of(new Note("new"));
        });
        Calls<Boolean> first = new Calls<>();
        first.start(() -> {
            assertThatThrownBy(() -> notes.get("k")).isInstanceOf(StorageInterruptedException.class);
            return Thread.currentThread().isInterrupted();
        });
        await("it loads", () -> fixture.loads.get() == 1);
        start(notes, 10);
        await("the others wait", () -> calls.allWaitBut(0));
        first.threads.get(0).interrupt();
        assertThat(first.results()).containsExactly(true);
        assertThat(calls.results()).extracting(Served::value).containsOnly(new Note("new"));
        assertThat(fixture.loads).hasValue(2);
    }

    @Test
    void loadingThread_thatIsInterruptedAndDoesNotMind_storesForTheOthers() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            Thread.currentThread().interrupt();
            return Loaded.of(new Note("new"));
        });
        Calls<Boolean> call = new Calls<>();
        call.start(() -> {
            assertThat(notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
            return Thread.currentThread().isInterrupted();
        });
        assertThat(call.results()).containsExactly(true);
        assertThat(fixture.notes.contains("k")).isTrue();
        assertThat(fixture.storeFailures).isEmpty();
    }

    @Test
    void error_ofTheLoader_isItsThreadsOwn_andTheKeyIsFree() throws Exception {
        CountDownLatch fail = new CountDownLatch(1);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            if (fixture.loads.get() == 1) {
                fail.await();
                throw new StackOverflowError();
            }
            return Loaded.of(new Note("new"));
        });
        start(notes, 1);
        await("it loads", () -> fixture.loads.get() == 1);
        Calls<Served<Note>> waiters = new Calls<>();
        waiters.start(() -> notes.get("k").orElseThrow());
        await("it waits", () -> waiters.allWaitBut(0));
        fail.countDown();
        assertThat(calls.failures()).singleElement().isInstanceOf(StackOverflowError.class);
        assertThat(waiters.failures())
                .singleElement()
                .isInstanceOf(LoadFailedException.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(StackOverflowError.class);
        assertThat(notes.get("k").orElseThrow().value()).isEqualTo(new Note("new"));
    }

    @Test
    void error_onAThreadThatIsInterrupted_staysAnError() throws Exception {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            Thread.currentThread().interrupt();
            throw new AssertionError("scripted");
        });
        start(notes, 1);
        assertThat(calls.failures()).singleElement().isInstanceOf(AssertionError.class);
    }

    @Test
    void stack_thatOverflowsAnywhere_takesNoKeyWithIt() {
        ReadThrough<Note> notes = fixture.profiles(Fixture.answering("new"));
        assertThat(notes.get("warm")).isPresent();
        for (int i = 0; i < 3; i++) {
            String key = "k" + i;
            assertThatThrownBy(() -> overflow(notes, key, new AtomicInteger())).isInstanceOf(StackOverflowError.class);
            assertThat(notes.get(key).orElseThrow().value()).isEqualTo(new Note("new"));
        }
    }

    /** Asks at each of the last depths there are, the deepest first. */
    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int overflow(ReadThrough<Note> notes, String key, AtomicInteger asked) {
        int below;
        try {
            below = overflow(notes, key, asked) + 1;
        } finally {
            if (asked.getAndIncrement() < 200) {
                notes.get(key);
            }
        }
        return below;
    }

    @Test
    void wait_thatTakesTooLong_isATimeOut_orWhatHasExpired() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Loader<Note> hanging = request -> {
            answer.await();
            return Loaded.of(new Note("new"));
        };
        try (ReadThrough<Note> strict = fixture.builder(PROFILES, hanging)
                        .waitAtMost(Duration.ofMillis(1))
                        .build();
                ReadThrough<Note> lenient = fixture.builder(PROFILES.staleOnError(HOUR), hanging)
                        .waitAtMost(Duration.ofMillis(1))
                        .build()) {
            fixture.notes.put("k", new Note("old"));
            fixture.clock.advance(HOUR);
            calls.start(() -> strict.get("k").orElseThrow());
            calls.start(() -> lenient.get("k").orElseThrow());
            await("both load", () -> fixture.loads.get() == 2);
            assertThatThrownBy(() -> strict.get("k"))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("PT0.001S")
                    .extracting(failed -> ((StorageException) failed).remedy())
                    .isEqualTo(StorageException.Remedy.RETRY);
            Served<Note> stale = lenient.get("k").orElseThrow();
            assertThat(stale.stale()).isTrue();
            assertThat(stale.source()).isEqualTo(Source.STORED);
            answer.countDown();
            assertThat(calls.results()).extracting(Served::value).containsOnly(new Note("new"));
        }
    }
}
