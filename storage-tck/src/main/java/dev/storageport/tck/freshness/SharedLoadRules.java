// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.LoadFailedException;
import dev.storageport.Storage;
import dev.storageport.StorageInterruptedException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** FRESH: one load for one key at a time, and nobody's end is another's. */
abstract class SharedLoadRules extends ReadThroughTopic {

    private static final int CALLERS = 50;

    private final Calls<Served<Note>> calls = new Calls<>();

    private void start(ReadThrough<Note> through, int callers) {
        calls.start(callers, () -> through.get("k").orElseThrow());
    }

    /** Holds until so many have looked at what is stored, and all but the one that loads wait. */
    private void awaitWaiters(int callers) {
        await(
                "the others wait",
                () -> loads.get() > 1 || (ended("get", "notes") == callers && calls.waiting() >= callers - 1));
    }

    private Loader<Note> patient(Loader<Note> loader) {
        return request -> {
            awaitWaiters(CALLERS);
            return loader.load(request);
        };
    }

    @Test
    @Rule({"FRESH-6", "FRESH-25"})
    void misses_atOnce_areOneLoad_ofWhichAllGetTheValue() throws Exception {
        ReadThrough<Note> through = profiles(patient(answering("new")));
        start(through, CALLERS);
        assertThat(calls.results()).hasSize(CALLERS).allSatisfy(served -> {
            assertThat(served.value()).as("what each gets").isEqualTo(note("new"));
            assertThat(served.stale()).as("whether it is stale").isFalse();
            assertThat(served.age()).as("its age").isZero();
        });
        assertLoads(1);
        assertThat(results()).as("what was told of each").hasSize(CALLERS).containsOnly(Result.MISS);
    }

    @Test
    @Rule("FRESH-6")
    void miss_thatLookedBeforeALoadWasStored_andComesAfterIt_loadsNothing() throws Exception {
        LatePort port = new LatePort(bench().harness().port());
        try (Storage late = Storage.open(port, options(), Samples.NOTES)) {
            ReadThrough<Note> through =
                    builder(late, PROFILES, answering("new")).build();
            port.holdNext();
            start(through, 1);
            assertThat(port.looked.await(60, TimeUnit.SECONDS))
                    .as("whether one has looked")
                    .isTrue();
            assertThat(through.get("k")).as("what another gets").isPresent();
            port.answer.countDown();
            assertThat(calls.results())
                    .extracting(Served::value)
                    .as("what it gets")
                    .containsExactly(note("new"));
            assertLoads(1);
        }
    }

    /** Keeps what one reader has read to itself until it is let go. */
    private static final class LatePort extends ForwardingPort {

        private final AtomicBoolean holding = new AtomicBoolean();
        private final CountDownLatch looked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        LatePort(StoragePort port) {
            super(port);
        }

        void holdNext() {
            holding.set(true);
        }

        @Override
        public Map<String, StoredRecord> read(
                CollectionDefinition collection, Collection<String> keys, Projection parts) {
            Map<String, StoredRecord> found = super.read(collection, keys, parts);
            if (holding.compareAndSet(true, false)) {
                looked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError("a reader was interrupted", interrupted);
                }
            }
            return found;
        }
    }

    @Test
    @Rule("FRESH-7")
    void failure_reachesEachWhoWaits_asAnExceptionOfItsOwn() throws Exception {
        ReadThrough<Note> through = profiles(patient(failing()));
        start(through, CALLERS);
        List<Throwable> failures = calls.failures();
        Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(failures);
        assertThat(different).as("exceptions that are different objects").hasSize(CALLERS);
        assertThat(failures).allSatisfy(SharedLoadRules::assertOfLoader);
        assertLoads(1);
    }

    private static void assertOfLoader(Throwable failure) {
        assertThat(failure)
                .as("what a caller gets of a loader's failure")
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("collection notes, key \"k\"")
                .message()
                .as("its message")
                .doesNotContain("secret");
    }

    @Test
    @Rule("FRESH-8")
    void waiter_thatIsInterrupted_leavesAlone() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> through = profiles(request -> {
            answer.await();
            return Loaded.of(note("new"));
        });
        start(through, 1);
        await("a load runs", () -> loads.get() == 1);
        Calls<Boolean> waiter = new Calls<>();
        waiter.start(() -> isInterruptedOutOf(through));
        await("it waits", () -> ended("get", "notes") == 2 && waiter.waiting() == 1);
        waiter.interrupt();
        assertThat(waiter.results()).as("whether its flag is kept").containsExactly(true);
        answer.countDown();
        assertThat(calls.results()).as("what the loading thread gets").hasSize(1);
        assertLoads(1);
        assertThat(textOf("k")).as("what is stored").isEqualTo("new");
    }

    @Test
    @Rule("FRESH-8")
    void loadingThread_thatIsInterrupted_leavesTheLoadToAnother() throws Exception {
        ReadThrough<Note> through = profiles(request -> {
            if (loads.get() == 1) {
                new CountDownLatch(1).await(); // until it is interrupted
            }
            return Loaded.of(note("new"));
        });
        Calls<Boolean> first = new Calls<>();
        first.start(() -> isInterruptedOutOf(through));
        await("it loads", () -> loads.get() == 1);
        start(through, 10);
        await("the others wait", () -> ended("get", "notes") == 11 && calls.waiting() == 10);
        first.interrupt();
        assertThat(first.results()).as("whether its flag is kept").containsExactly(true);
        assertThat(calls.results())
                .as("what the others get")
                .extracting(Served::value)
                .containsOnly(note("new"));
        assertLoads(2);
    }

    private static boolean isInterruptedOutOf(ReadThrough<Note> through) {
        assertThat(catchThrowable(() -> through.get("k")))
                .as("what the interrupted thread gets")
                .isInstanceOf(StorageInterruptedException.class);
        return Thread.currentThread().isInterrupted();
    }

    @Test
    @Rule("FRESH-9")
    void error_ofTheLoader_isThatOfItsThread_andTheKeyIsFree() throws Exception {
        CountDownLatch fail = new CountDownLatch(1);
        ReadThrough<Note> through = profiles(request -> {
            if (loads.get() == 1) {
                fail.await();
                return overflow();
            }
            return Loaded.of(note("new"));
        });
        start(through, 1);
        await("it loads", () -> loads.get() == 1);
        Calls<Served<Note>> waiters = new Calls<>();
        waiters.start(() -> through.get("k").orElseThrow());
        await("another waits", () -> ended("get", "notes") == 2 && waiters.waiting() == 1);
        fail.countDown();
        assertThat(calls.failures())
                .as("what the loading thread gets")
                .singleElement()
                .isInstanceOf(StackOverflowError.class);
        assertThat(waiters.failures())
                .as("what another gets")
                .singleElement()
                .isInstanceOf(LoadFailedException.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(StackOverflowError.class);
        assertThat(served(through).value()).as("what the next load serves").isEqualTo(note("new"));
    }

    @Test
    @Rule({"FRESH-7", "FRESH-9"})
    void load_thatFailed_leavesTheKeyFree() {
        ReadThrough<Note> through = builder(
                        PROFILES,
                        request -> loads.get() == 1 ? overflow() : failing().load(request))
                .waitAtMost(Duration.ofMillis(1)) // for nobody
                .build();
        for (int i = 1; i <= 3; i++) {
            assertThat(catchThrowable(() -> through.get("k")))
                    .as("what a caller gets")
                    .isNotNull();
            assertLoads(i);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static Loaded<Note> overflow() {
        Loaded<Note> never = overflow();
        return never.equals(Loaded.absent()) ? never : Loaded.notChanged();
    }
}
