// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.contestant.SqlFailures;
import dev.storageport.benchmarks.workload.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Many callers, each of which begins its next operation when the last has ended.
 *
 * <pre>
 * |-- lead-in --|-------- measured --------|
 * ==op==|==op==|==op==|====op====|==op==|==op==|      counted for the rate: what ends in the measured time
 * </pre>
 *
 * <p>Latencies are also those of operations that began before, or ended after, the measured time, so that a caller who starves is seen. A lone
 * caller, whose operations may be longer than the round, does at least one, and its time ends with its last.
 */
final class ClosedLoop {

    private static final Duration STRAGGLERS = Duration.ofSeconds(60);

    /** What is done again and again. */
    interface Operation {
        void run(Caller caller) throws Exception;
    }

    private final Operation operation;
    private final List<Caller> callers;
    private final List<Loop> loops = new ArrayList<>();
    private final CountDownLatch ended;
    private volatile boolean measuring;
    private volatile boolean stopping;

    private ClosedLoop(Operation operation, List<Caller> callers) {
        this.operation = operation;
        this.callers = callers;
        ended = new CountDownLatch(callers.size());
    }

    /** Runs one round. Bounded: who has not ended a minute after the end is interrupted, and the round fails. */
    static Round run(Operation operation, List<Caller> callers, Duration leadIn, Duration measured)
            throws InterruptedException {
        return new ClosedLoop(operation, callers).run(leadIn, measured);
    }

    private Round run(Duration leadIn, Duration measured) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Caller caller : callers) {
            Loop loop = new Loop(caller);
            loops.add(loop);
            threads.add(new Thread(loop, "caller"));
        }
        long processor;
        long start;
        try {
            threads.forEach(Thread::start);
            TimeUnit.NANOSECONDS.sleep(leadIn.toNanos());
            processor = JvmCounters.processorTime();
            start = System.nanoTime();
            measuring = true;
            TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        } finally {
            measuring = true;
            stopping = true;
        }
        long length = System.nanoTime() - start;
        if (!ended.await(STRAGGLERS.toSeconds(), TimeUnit.SECONDS)) {
            threads.forEach(Thread::interrupt);
            throw new IllegalStateException("callers still run a minute after the end of a round");
        }
        return gathered(length, JvmCounters.processorTime() - processor);
    }

    private Round gathered(long length, long processor) {
        Histogram latencies = Latencies.none();
        Map<String, Long> errors = new HashMap<>();
        double rate = 0;
        long operations = 0;
        long attempts = 0;
        double allocated = 0;
        for (Loop loop : loops) {
            latencies.add(loop.latencies);
            loop.errors.forEach((kind, number) -> errors.merge(kind, number, Long::sum));
            rate += loop.rate(length);
            operations += loop.operations;
            attempts += loop.attempts;
            allocated += loop.allocated();
        }
        return new Round(operations, attempts, rate, latencies, errors, (long) allocated, processor);
    }

    private boolean alone() {
        return callers.size() == 1;
    }

    private final class Loop implements Runnable {

        private final Caller caller;
        private final Histogram latencies = Latencies.none();
        private final Map<String, Long> errors = new HashMap<>();
        private long operations;
        private long attempts;
        private long inTime;
        private long begun;
        private long nanos;
        private long allocated;

        Loop(Caller caller) {
            this.caller = caller;
        }

        double rate(long length) {
            return inTime * 1e9 / (alone() ? Math.max(1, nanos) : length);
        }

        // What was under way when the measured time began allocated an unknown part before.
        double allocated() {
            return begun == 0 ? 0 : (double) allocated / begun * operations;
        }

        @Override
        public void run() {
            try {
                while (!measuring) {
                    tryOnce();
                }
                long before = JvmCounters.allocatedByThisThread();
                long counted = operations;
                long start = System.nanoTime();
                if (alone()) {
                    reset();
                    counted = 0;
                    tryOnce();
                }
                while (!stopping) {
                    tryOnce();
                }
                nanos = System.nanoTime() - start;
                begun = operations - counted;
                allocated = JvmCounters.allocatedByThisThread() - before;
            } finally {
                ended.countDown();
            }
        }

        private void reset() {
            latencies.reset();
            errors.clear();
            operations = 0;
            attempts = 0;
            inTime = 0;
        }

        private void tryOnce() {
            long start = System.nanoTime();
            String error = "";
            try {
                operation.run(caller);
            } catch (Exception failure) {
                error = SqlFailures.kind(failure);
            }
            int tries = caller.takeAttempts();
            if (measuring) {
                attempts += tries;
                count(System.nanoTime() - start, error);
            }
        }

        private void count(long latency, String error) {
            operations++;
            if (!error.isEmpty()) {
                errors.merge(error, 1L, Long::sum);
                return;
            }
            Latencies.add(latencies, latency);
            if (!stopping || alone()) {
                inTime++;
            }
        }
    }
}
