// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.event.OperationEnded;
import dev.storageport.event.TransactionEnded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Meters of operations and transactions. Those of an operation are looked up by its names, which are the same strings each time, and one timer
 * is all that a call that is neither slow nor fails has to move: what else there is of it is computed when somebody asks.
 */
final class OperationMeters {

    /** Upper bounds, from a tenth of a millisecond to five seconds. */
    private static final Duration[] BUCKETS = Stream.of(
                    100, 500, 1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
                    5_000_000)
            .map(micros -> Duration.ofNanos(micros * 1_000L))
            .toArray(Duration[]::new);

    private static final Duration SLOW = Duration.ofMillis(100);
    private static final Duration VERY_SLOW = Duration.ofSeconds(1);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Map<String, OfOperation>> operations = new ConcurrentHashMap<>();
    private final Map<Boolean, OfTransaction> transactions = new ConcurrentHashMap<>();

    OperationMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void ended(OperationEnded ended) {
        Map<String, OfOperation> ofCollection = operations.get(ended.collection());
        OfOperation meters = ofCollection == null ? null : ofCollection.get(ended.operation());
        (meters == null ? made(ended) : meters).ended(ended);
    }

    private OfOperation made(OperationEnded ended) {
        return operations
                .computeIfAbsent(ended.collection(), name -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        ended.operation(),
                        name -> new OfOperation(
                                registry, tags.and("table", ended.collection(), "operation", ended.operation())));
    }

    void ended(TransactionEnded ended) {
        transactions
                .computeIfAbsent(
                        ended.readOnly(),
                        readOnly ->
                                new OfTransaction(registry, tags.and("mode", readOnly ? "read_only" : "read_write")))
                .ended(ended);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }

    private static void counter(MeterRegistry registry, String name, Tags tags, LongAdder adder, String description) {
        FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .tags(tags)
                .description(description)
                .register(registry);
    }

    /** Of one method of one collection. */
    private static final class OfOperation {

        private final Timer timer;
        private final LongAdder errors = new LongAdder();
        private final LongAdder retries = new LongAdder();
        private final LongAdder read = new LongAdder();
        private final LongAdder written = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final Counter slow;
        private final Counter verySlow;

        OfOperation(MeterRegistry registry, Tags tags) {
            timer = timer("storage.operation.duration", "How long callers waited for an operation, all attempts")
                    .tags(tags)
                    .register(registry);
            FunctionCounter.builder("storage.operations", this, of -> of.timer.count() - of.errors.doubleValue())
                    .tags(tags.and("status", "success"))
                    .description("Operations that ended")
                    .register(registry);
            counter(registry, "storage.operations", tags.and("status", "error"), errors, "Operations that ended");
            counter(registry, "storage.retries", tags, retries, "Attempts beyond the first");
            counter(registry, "storage.documents.read", tags, read, "Documents that operations read");
            counter(registry, "storage.documents.written", tags, written, "Documents inserted, changed or deleted");
            counter(registry, "storage.documents.bytes", tags, bytes, "Size of what operations read and wrote");
            slow = slow(registry, tags, "100ms");
            verySlow = slow(registry, tags, "1s");
        }

        private static Counter slow(MeterRegistry registry, Tags tags, String threshold) {
            return Counter.builder("storage.slow.queries")
                    .tags(tags.and("threshold", threshold))
                    .description("Operations slower than this, and not slower than the next threshold")
                    .register(registry);
        }

        void ended(OperationEnded ended) {
            Duration duration = ended.duration();
            timer.record(duration.toNanos(), TimeUnit.NANOSECONDS);
            if (ended.failure().isPresent()) {
                errors.increment();
            }
            if (ended.attempts() > 1) {
                retries.add(ended.attempts() - 1L);
            }
            if (ended.documentsRead() > 0) {
                read.add(ended.documentsRead());
            }
            if (ended.documentsWritten() > 0) {
                written.add(ended.documentsWritten());
            }
            if (ended.bytes() > 0) {
                bytes.add(ended.bytes());
            }
            if (duration.compareTo(VERY_SLOW) > 0) {
                verySlow.increment();
            } else if (duration.compareTo(SLOW) > 0) {
                slow.increment();
            }
        }
    }

    /** Of one kind of transactions. */
    private static final class OfTransaction {

        private final Timer timer;
        private final LongAdder errors = new LongAdder();
        private final LongAdder retries = new LongAdder();

        OfTransaction(MeterRegistry registry, Tags tags) {
            timer = timer("storage.transaction.duration", "How long callers waited for a transaction, all attempts")
                    .tags(tags)
                    .register(registry);
            FunctionCounter.builder("storage.transactions", this, of -> of.timer.count() - of.errors.doubleValue())
                    .tags(tags.and("status", "success"))
                    .description("Transactions that ended")
                    .register(registry);
            counter(registry, "storage.transactions", tags.and("status", "error"), errors, "Transactions that ended");
            counter(registry, "storage.transaction.retries", tags, retries, "Attempts beyond the first");
        }

        void ended(TransactionEnded ended) {
            timer.record(ended.duration());
            if (!ended.committed()) {
                errors.increment();
            }
            if (ended.attempts() > 1) {
                retries.add(ended.attempts() - 1L);
            }
        }
    }
}
