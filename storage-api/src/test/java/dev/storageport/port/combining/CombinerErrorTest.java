// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.StorageUnavailableException;
import dev.storageport.port.combining.Combiner.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a combiner does when an error comes at the wrong moment: every permit comes back, and every caller ends. */
class CombinerErrorTest {

    private static final long STACK_BYTES = 256 * 1024;

    /** Where an error comes. */
    private enum Step {
        NOWHERE,
        CONFLICT_KEY,
        HASH_OF_KEY,
        SHARING,
        RUN,
        OUTCOMES_THAT_ARE_TOO_FEW,
        OUTCOMES_THAT_CANNOT_BE_READ
    }

    private volatile Step failing = Step.NOWHERE;
    private volatile UnaryOperator<Integer> result = number -> -number;
    private final AtomicInteger worked = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Combiner<Integer, Integer> combiner = new Combiner<>(
            new Combiner.Bounds(1, 8, 100, Duration.ofSeconds(30)),
            new Combiner.Work<>() {
                @Override
                public boolean canShareBatch(Integer first, Integer next) {
                    failAt(Step.SHARING);
                    return true;
                }

                @Override
                public @Nullable Object conflictKey(Integer request) {
                    failAt(Step.CONFLICT_KEY);
                    return new Key(request);
                }

                @Override
                public List<Outcome<Integer>> run(List<Integer> batch) {
                    failAt(Step.RUN);
                    if (failing == Step.OUTCOMES_THAT_ARE_TOO_FEW) {
                        return List.of();
                    }
                    List<Outcome<Integer>> outcomes = new ArrayList<>();
                    for (Integer request : batch) {
                        outcomes.add(new Outcome.Value<>(result.apply(request)));
                    }
                    if (failing == Step.OUTCOMES_THAT_CANNOT_BE_READ) {
                        outcomes.set(outcomes.size() - 1, null);
                    }
                    return outcomes;
                }
            },
            () -> "");

    /** A key whose hash may fail, as that of a set that has to grow does. */
    private final class Key {

        private final int number;

        private Key(int number) {
            this.number = number;
        }

        @Override
        public int hashCode() {
            failAt(Step.HASH_OF_KEY);
            return number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.number == number;
        }
    }

    private void failAt(Step step) {
        if (failing == step) {
            throw new OutOfMemoryError("as intended, at " + step);
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private void assertFree() throws Exception {
        assertThat(combiner.running()).as("permits in use").isZero();
        assertThat(combiner.waiting()).as("callers that wait").isZero();
        assertThat(threads.submit(() -> combiner.submit("test", 7)).get(10, TimeUnit.SECONDS))
                .as("the request of another thread")
                .isEqualTo(-7);
    }

    @Test
    void stackOverflow_atAnyDepth_givesThePermitBack() throws Exception {
        for (Runnable call : List.<Runnable>of(
                () -> combiner.submit("test", 1), () -> combiner.acquire("test").release(), () -> {
                    Combiner<Integer, Integer>.Permit permit = combiner.tryAcquire("test");
                    if (permit != null) {
                        permit.release();
                    }
                })) {
            onSmallStack(() -> descend(call));
            assertThat(worked).as("calls that worked further up").hasValue(20);
            assertFree();
        }
    }

    @Test
    void stackOverflow_inTheWork_givesThePermitBack() throws Exception {
        result = CombinerErrorTest::forEver;
        onSmallStack(() -> assertThatThrownBy(() -> combiner.submit("test", 1)).isInstanceOf(StackOverflowError.class));
        result = number -> -number;
        assertFree();
    }

    @SuppressWarnings("InfiniteRecursion") // the stack ends it
    private static Integer forEver(Integer number) {
        return forEver(number + 1) + 1;
    }

    private void onSmallStack(Runnable work) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(
                null,
                () -> {
                    Throwable failure = catchThrowable(work::run);
                    if (failure != null) {
                        failures.add(failure);
                    }
                },
                "small stack",
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        thread.join(30_000);
        assertThat(thread.isAlive()).as("whether a caller hangs").isFalse();
        assertThat(failures).isEmpty();
    }

    /** Makes the call at the end of the stack and in each frame above, until it works for good. */
    @SuppressWarnings("InfiniteRecursion") // the stack ends it
    private void descend(Runnable call) {
        try {
            descend(call);
        } catch (StackOverflowError end) {
            worked.set(0); // the end of the stack, or of the call of the frame below
        }
        if (worked.get() < 20) {
            call.run();
            worked.incrementAndGet();
        }
    }

    @ParameterizedTest
    @EnumSource
    void error_atAnyStepOfALoneRequest_givesThePermitBack(Step step) throws Exception {
        failing = step;
        Throwable failure = catchThrowable(() -> combiner.submit("test", 1));
        failing = Step.NOWHERE;
        if (step != Step.NOWHERE && step != Step.SHARING) {
            assertThat(failure).isNotNull();
        }
        assertFree();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARING", "RUN", "OUTCOMES_THAT_ARE_TOO_FEW", "OUTCOMES_THAT_CANNOT_BE_READ"})
    void error_atAnyStepOfABatch_endsEveryCallerAndGivesThePermitBack(Step step) throws Exception {
        Combiner<Integer, Integer>.Permit permit = combiner.acquire("test");
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int request = i;
            calls.add(CombinerTest.waiting(threads, combiner, () -> combiner.submit("test", request)));
        }
        failing = step;
        permit.release();
        int foreign = 0;
        for (Future<Integer> call : calls) {
            Throwable failure = catchThrowable(() -> call.get(10, TimeUnit.SECONDS));
            assertThat(failure == null || failure instanceof ExecutionException)
                    .as("whether a caller of a failed batch has ended: %s", failure)
                    .isTrue();
            if (failure != null && failure.getCause() instanceof StorageUnavailableException unknown) {
                assertThat(unknown.outcomeUnknown()).isTrue();
                foreign++;
            }
        }
        if (step == Step.RUN) {
            assertThat(foreign)
                    .as("callers whose batch failed on the thread of another")
                    .isEqualTo(2);
        }
        failing = Step.NOWHERE;
        assertFree();
    }
}
