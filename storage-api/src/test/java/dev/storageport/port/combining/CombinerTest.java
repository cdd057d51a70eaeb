// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.combining.Combiner.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests are texts like {@code a1}: the letter is the key of their conflict, and those that begin with {@code !} fail. */
class CombinerTest {

    private static final Combiner.Bounds ONE_LANE = new Combiner.Bounds(1, 8, 100, Duration.ofSeconds(30));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    /** What a request that ends so waits for. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private final AtomicReference<Thread> runner = new AtomicReference<>();

    /** What a batch meets besides its requests. */
    private final AtomicReference<RuntimeException> thrown = new AtomicReference<>();

    private final Combiner.Work<String, String> work = new Combiner.Work<>() {
        @Override
        public boolean canShareBatch(String first, String next) {
            return first.isEmpty() == next.isEmpty() && !next.startsWith("?");
        }

        @Override
        public @Nullable Object conflictKey(String request) {
            return request.substring(0, 1);
        }

        @Override
        public List<Outcome<String>> run(List<String> batch) {
            batches.add(batch);
            runner.set(Thread.currentThread());
            if (batch.get(0).endsWith("gate")) {
                await(gate);
            }
            RuntimeException failure = thrown.getAndSet(null);
            if (failure != null) {
                throw failure;
            }
            return batch.stream().map(CombinerTest::outcome).toList();
        }
    };

    private static void await(CountDownLatch gate) {
        try {
            assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static Outcome<String> outcome(String request) {
        return request.startsWith("!")
                ? new Outcome.Failure<>(new IllegalStateException(request))
                : new Outcome.Value<>("done " + request);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Combiner<String, String> combiner(Combiner.Bounds bounds) {
        return new Combiner<>(bounds, work, () -> "state of the test");
    }

    /** Starts a call and returns when it waits in the combiner. */
    private <R> Future<R> waiting(Combiner<?, ?> combiner, Callable<R> call) throws InterruptedException {
        return waiting(threads, combiner, call);
    }

    static <R> Future<R> waiting(ExecutorService callers, Combiner<?, ?> combiner, Callable<R> call)
            throws InterruptedException {
        int before = combiner.waiting();
        Future<R> started = callers.submit(call);
        while (combiner.waiting() == before) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return started;
    }

    /** Does something while this thread holds the only permit. */
    private static void holding(Combiner<String, String> combiner, ThrowingCallable meanwhile) throws Exception {
        Combiner<String, String>.Permit permit = combiner.acquire("test");
        try {
            meanwhile.call();
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        } finally {
            permit.release();
        }
    }

    private static <R> R result(Future<R> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void loneCaller_runsAtOnceOnItsOwnThread() {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        assertThat(combiner.submit("test", "a")).isEqualTo("done a");
        assertThat(batches).containsExactly(List.of("a"));
        assertThat(combiner.running()).isZero();
    }

    @Test
    void callersThatWait_areTheNextBatch_inOrderOfArrival() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            for (String request : List.of("a1", "b1", "!c", "d1")) {
                calls.add(waiting(combiner, () -> combiner.submit("test", request)));
            }
        });
        assertThat(result(calls.get(0))).isEqualTo("done a1");
        assertThat(result(calls.get(1))).isEqualTo("done b1");
        assertThatThrownBy(() -> result(calls.get(2)))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(result(calls.get(3))).isEqualTo("done d1");
        assertThat(batches).containsExactly(List.of("a1", "b1", "!c", "d1"));
    }

    @Test
    void requestsWithOneClaim_runOneAfterAnother_inOrderOfArrival() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            for (String request : List.of("a1", "a2", "b1", "a3", "b2")) {
                calls.add(waiting(combiner, () -> combiner.submit("test", request)));
            }
        });
        for (Future<String> call : calls) {
            result(call);
        }
        assertThat(batches).containsExactly(List.of("a1", "b1"), List.of("a2", "b2"), List.of("a3"));
    }

    @Test
    void requestThatGoesWithNoOther_isNotOvertakenByOneOfItsClaim() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            for (String request : List.of("a1", "?1", "b1")) {
                calls.add(waiting(combiner, () -> combiner.submit("test", request)));
            }
        });
        for (Future<String> call : calls) {
            result(call);
        }
        assertThat(batches).containsExactly(List.of("a1", "b1"), List.of("?1"));
    }

    @Test
    void batch_isNotLargerThanItsBound() throws Exception {
        Combiner<String, String> combiner = combiner(new Combiner.Bounds(1, 2, 100, Duration.ofSeconds(30)));
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            for (String request : List.of("a", "b", "c")) {
                calls.add(waiting(combiner, () -> combiner.submit("test", request)));
            }
        });
        for (Future<String> call : calls) {
            result(call);
        }
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void freeLane_isTakenByWhoeverClaimsSomethingElse() throws Exception {
        Combiner<String, String> combiner = combiner(new Combiner.Bounds(2, 8, 100, Duration.ofSeconds(30)));
        Future<String> first = threads.submit(() -> combiner.submit("test", "a-gate"));
        while (combiner.running() == 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        Future<String> same = waiting(combiner, () -> combiner.submit("test", "a2"));
        assertThat(combiner.submit("test", "b")).isEqualTo("done b");
        assertThat(same.isDone())
                .as("whether a second request for a went beside the first")
                .isFalse();
        gate.countDown();
        assertThat(result(first)).isEqualTo("done a-gate");
        assertThat(result(same)).isEqualTo("done a2");
        assertThat(batches).containsExactly(List.of("a-gate"), List.of("b"), List.of("a2"));
    }

    @Test
    void exceptionOfABatch_isEverybodys_andTheLaneIsFreeAfterwards() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            thrown.set(new IllegalStateException("all"));
            calls.add(waiting(combiner, () -> combiner.submit("test", "a")));
            calls.add(waiting(combiner, () -> combiner.submit("test", "b")));
        });
        for (Future<String> call : calls) {
            assertThatThrownBy(() -> result(call)).hasRootCauseInstanceOf(IllegalStateException.class);
        }
        assertThat(combiner.submit("test", "c")).isEqualTo("done c");
    }

    @Test
    void failureOfABatch_isAnExceptionOfItsOwnForEach() throws Exception {
        StorageTimeoutException shared = new StorageTimeoutException("all", true, new IllegalStateException("native"));
        for (RuntimeException failure : List.of(shared, new IllegalStateException("a defect"))) {
            Combiner<String, String> combiner = combiner(ONE_LANE);
            List<Future<String>> calls = new ArrayList<>();
            holding(combiner, () -> {
                thrown.set(failure);
                calls.add(waiting(combiner, () -> combiner.submit("test", "a")));
                calls.add(waiting(combiner, () -> combiner.submit("test", "b")));
            });
            assertThat(calls.stream().map(CombinerTest::failure)).doesNotHaveDuplicates();
        }
    }

    @Test
    void oneFailureGivenAsSeveralOutcomes_isAnExceptionOfItsOwnForEach() throws Exception {
        StorageTimeoutException shared = new StorageTimeoutException("all", true, null);
        Combiner<String, String> combiner = new Combiner<>(
                ONE_LANE,
                new Combiner.Work<>() {
                    @Override
                    public boolean canShareBatch(String first, String next) {
                        return true;
                    }

                    @Override
                    public @Nullable Object conflictKey(String request) {
                        return null;
                    }

                    @Override
                    public List<Outcome<String>> run(List<String> batch) {
                        return batch.stream()
                                .<Outcome<String>>map(request -> new Outcome.Failure<>(shared))
                                .toList();
                    }
                },
                () -> "");
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            for (String request : List.of("a", "b", "c")) {
                calls.add(waiting(combiner, () -> combiner.submit("test", request)));
            }
        });
        assertThat(calls.stream().map(CombinerTest::failure))
                .doesNotHaveDuplicates()
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                StorageTimeoutException.class,
                                copy -> assertThat(copy.outcomeUnknown()).isTrue())
                        .hasMessage("all"));
    }

    private static Throwable failure(Future<String> call) {
        ExecutionException failed = catchThrowableOfType(ExecutionException.class, () -> result(call));
        return Objects.requireNonNull(failed.getCause());
    }

    @Test
    void interruptOfTheOneWhoRunsABatch_isNotTheOthers() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        holding(combiner, () -> {
            thrown.set(new StorageInterruptedException("the first", null));
            calls.add(waiting(combiner, () -> combiner.submit("test", "a")));
            calls.add(waiting(combiner, () -> combiner.submit("test", "b")));
        });
        assertThatThrownBy(() -> result(calls.get(0))).hasRootCauseInstanceOf(StorageInterruptedException.class);
        assertThat(result(calls.get(1))).isEqualTo("done b");
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("b"));
    }

    @Test
    void interruptWhileWaiting_withdrawsTheRequestAndKeepsTheFlag() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        AtomicReference<Thread> caller = new AtomicReference<>();
        holding(combiner, () -> {
            Future<Boolean> call = waiting(combiner, () -> {
                caller.set(Thread.currentThread());
                assertThatThrownBy(() -> combiner.submit("test", "a")).isInstanceOf(StorageInterruptedException.class);
                return Thread.interrupted();
            });
            Objects.requireNonNull(caller.get()).interrupt();
            assertThat(result(call)).as("the flag afterwards").isTrue();
        });
        assertThat(batches).isEmpty();
        assertThat(combiner.waiting()).isZero();
    }

    @Test
    void batchOfSeveral_runsOnAPlatformThread_whoeverCalls() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        List<Future<String>> calls = new ArrayList<>();
        ExecutorService callers = virtualThreadsIfThereAre();
        holding(combiner, () -> {
            calls.add(waiting(callers, combiner, () -> combiner.submit("test", "a")));
            calls.add(waiting(callers, combiner, () -> combiner.submit("test", "b")));
        });
        assertThat(result(calls.get(0))).isEqualTo("done a");
        assertThat(result(calls.get(1))).isEqualTo("done b");
        assertThat(Objects.requireNonNull(runner.get()).getClass().getSimpleName())
                .as("the kind of thread that ran the batch")
                .doesNotContain("Virtual");
        callers.shutdownNow();
    }

    private static ExecutorService virtualThreadsIfThereAre() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException olderJdk) {
            return Executors.newCachedThreadPool();
        }
    }

    @Test
    void waits_areBoundedInTimeAndNumber() throws Exception {
        Combiner<String, String> combiner = combiner(new Combiner.Bounds(1, 8, 1, Duration.ofMillis(300)));
        holding(combiner, () -> {
            Future<String> call = waiting(combiner, () -> combiner.submit("test", "a"));
            Future<String> tooMany = threads.submit(() -> combiner.submit("test", "b"));
            assertThatThrownBy(() -> result(tooMany))
                    .hasRootCauseInstanceOf(StorageTimeoutException.class)
                    .hasRootCauseMessage("test: 1 callers wait already, which is the bound; state of the test");
            assertThatThrownBy(() -> result(call))
                    .hasRootCauseInstanceOf(StorageTimeoutException.class)
                    .hasRootCauseMessage("test: waited PT0.3S for its turn, as 0 others do; state of the test");
        });
        assertThat(combiner.submit("test", "c")).isEqualTo("done c");
    }

    @Test
    void close_refusesThoseThatWaitAndThoseThatCome() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        holding(combiner, () -> {
            Future<String> call = waiting(combiner, () -> combiner.submit("test", "a"));
            Future<Boolean> taking = waiting(combiner, () -> {
                combiner.acquire("test");
                return true;
            });
            combiner.close();
            assertThatThrownBy(() -> result(call)).hasRootCauseInstanceOf(StorageClosedException.class);
            assertThatThrownBy(() -> result(taking)).hasRootCauseInstanceOf(StorageClosedException.class);
        });
        assertThatThrownBy(() -> combiner.submit("test", "b")).isInstanceOf(StorageClosedException.class);
        assertThat(batches).isEmpty();
    }

    @Test
    void permit_isGivenInTurn_andOnce_andHasAnAge() throws Exception {
        Combiner<String, String> combiner = combiner(ONE_LANE);
        Combiner<String, String>.Permit permit = combiner.acquire("test");
        assertThat(combiner.tryAcquire("test")).isNull();
        assertThat(combiner.oldestPermit()).isPositive();
        Future<Boolean> taking = waiting(combiner, () -> {
            Combiner<String, String>.Permit second = combiner.acquire("test");
            boolean held = combiner.running() == 1;
            second.release();
            return held;
        });
        permit.release();
        permit.release();
        assertThat(result(taking)).isTrue();
        Combiner<String, String>.Permit free = Objects.requireNonNull(combiner.tryAcquire("test"));
        Duration before = combiner.oldestPermit();
        assertThat(combiner.oldestPermit()).isGreaterThanOrEqualTo(before);
        free.release();
        assertThat(combiner.running()).isZero();
        assertThat(combiner.oldestPermit()).isZero();
    }

    @Test
    void manyCallers_eachGetTheirOwnResult_andOneClaimIsNeverUnderWayTwice() throws Exception {
        Map<String, Integer> underWay = new ConcurrentHashMap<>();
        Combiner.Work<Integer, Integer> counting = new Combiner.Work<>() {
            @Override
            public boolean canShareBatch(Integer first, Integer next) {
                return first % 2 == next % 2;
            }

            @Override
            public @Nullable Object conflictKey(Integer request) {
                return request % 7;
            }

            @Override
            public List<Outcome<Integer>> run(List<Integer> batch) {
                batch.forEach(request -> assertThat(underWay.merge("key " + request % 7, 1, Integer::sum))
                        .isEqualTo(1));
                batch.forEach(request -> underWay.remove("key " + request % 7));
                return batch.stream()
                        .<Outcome<Integer>>map(request -> new Outcome.Value<>(-request))
                        .toList();
            }
        };
        Combiner<Integer, Integer> combiner =
                new Combiner<>(new Combiner.Bounds(2, 4, 100, Duration.ofSeconds(30)), counting, () -> "");
        List<Future<Boolean>> callers = IntStream.range(0, 40)
                .mapToObj(caller -> threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        int request = caller * 1000 + i;
                        assertThat(combiner.submit("test", request)).isEqualTo(-request);
                    }
                    return true;
                }))
                .toList();
        for (Future<Boolean> caller : callers) {
            assertThat(result(caller)).isTrue();
        }
        assertThat(combiner.running()).isZero();
        assertThat(combiner.waiting()).isZero();
    }
}
