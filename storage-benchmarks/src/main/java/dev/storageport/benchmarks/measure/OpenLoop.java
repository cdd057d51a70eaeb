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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at even intervals, whether or not those before have ended. A latency counts from the moment at which the request was meant to begin, so a
 * storage that stands still is not asked less often.
 */
final class OpenLoop {

    private static final Duration STRAGGLERS = Duration.ofSeconds(60);

    private final ClosedLoop.Operation operation;
    private final int requests;
    private final long interval;
    private final AtomicInteger next = new AtomicInteger();
    private final Histogram latencies = Latencies.none();
    private final Map<String, Long> errors = new HashMap<>();
    private long start;
    private long allocated;

    private OpenLoop(ClosedLoop.Operation operation, int perSecond, Duration length) {
        this.operation = operation;
        requests = Math.toIntExact(length.toSeconds() * perSecond);
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Runs all requests; as many at once as there are callers. */
    static Round run(ClosedLoop.Operation operation, List<Caller> callers, int perSecond, Duration length)
            throws InterruptedException {
        return new OpenLoop(operation, perSecond, length).run(callers, length);
    }

    private Round run(List<Caller> callers, Duration length) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Caller caller : callers) {
            threads.add(new Thread(() -> requests(caller), "caller"));
        }
        long processor = JvmCounters.processorTime();
        start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        threads.forEach(Thread::start);
        long deadline = System.nanoTime() + length.plus(STRAGGLERS).toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            threads.forEach(Thread::interrupt);
            throw new IllegalStateException("requests still run a minute after the end");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long used = JvmCounters.processorTime() - processor;
        synchronized (latencies) {
            return new Round(
                    requests, requests, latencies.getTotalCount() / seconds, latencies, errors, allocated, used);
        }
    }

    private void requests(Caller caller) {
        long before = JvmCounters.allocatedByThisThread();
        for (int request = next.getAndIncrement(); request < requests; request = next.getAndIncrement()) {
            long intended = start + request * interval;
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
                if (Thread.interrupted()) {
                    return;
                }
            }
            request(caller, intended);
        }
        synchronized (latencies) {
            allocated += JvmCounters.allocatedByThisThread() - before;
        }
    }

    private void request(Caller caller, long intended) {
        try {
            operation.run(caller);
            long latency = System.nanoTime() - intended;
            synchronized (latencies) {
                Latencies.add(latencies, latency);
            }
        } catch (Exception failure) {
            synchronized (latencies) {
                errors.merge(SqlFailures.kind(failure), 1L, Long::sum);
            }
        }
    }
}
