// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The meters of read-throughs, of each collection from its first event on: those that count begin at zero together. */
final class ReadThroughMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, OfCollection> collections = new ConcurrentHashMap<>();

    ReadThroughMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void ended(ReadThroughEnded ended) {
        of(ended.collection()).ended(ended.result());
    }

    void advanced(RefreshAdvanced advanced) {
        of(advanced.collection()).advanced(advanced);
    }

    /** By the collection that could not be used, which may be that of leases or absences: it has no other meters. */
    void failed(ReadThroughStoreFailed failed) {
        Counter.builder("storage.read.through.store.failures")
                .description("Times that read-throughs could not use their storage")
                .tags(tags.and("collection", failed.collection(), "access", name(failed.access())))
                .register(registry)
                .increment();
    }

    private OfCollection of(String collection) {
        OfCollection meters = collections.get(collection);
        return meters != null
                ? meters
                : collections.computeIfAbsent(
                        collection, name -> new OfCollection(registry, tags.and("collection", name)));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static final class OfCollection {

        private final Map<ReadThroughEnded.Result, Counter> served = new EnumMap<>(ReadThroughEnded.Result.class);
        private final Counter stale;
        private final Map<RefreshAdvanced.Step, LongAdder> steps = new EnumMap<>(RefreshAdvanced.Step.class);
        private final Timer refreshes;

        OfCollection(MeterRegistry registry, Tags tags) {
            for (ReadThroughEnded.Result result : ReadThroughEnded.Result.values()) {
                served.put(
                        result,
                        Counter.builder("storage.hits")
                                .description("Keys that callers asked read-throughs for, by what they got")
                                .tags(tags.and("result", name(result)))
                                .register(registry));
            }
            stale = Counter.builder("storage.stale.responses")
                    .description("Keys of which callers got what is stale or has expired")
                    .tags(tags)
                    .register(registry);
            for (RefreshAdvanced.Step step : RefreshAdvanced.Step.values()) {
                LongAdder adder = new LongAdder();
                steps.put(step, adder);
                FunctionCounter.builder("storage.background.refresh." + name(step), adder, LongAdder::doubleValue)
                        .description("Refreshes in the background, by how far they got")
                        .tags(tags)
                        .register(registry);
            }
            refreshes = Timer.builder("storage.background.refresh.duration")
                    .description("How long refreshes in the background took, those that failed too")
                    .serviceLevelObjectives(BUCKETS)
                    .tags(tags)
                    .register(registry);
            Gauge.builder("storage.background.refresh.queue.size", this, OfCollection::queued)
                    .description("Refreshes in the background that wait")
                    .tags(tags)
                    .register(registry);
            Gauge.builder("storage.background.refresh.running", this, OfCollection::running)
                    .description("Refreshes in the background that run")
                    .tags(tags)
                    .register(registry);
        }

        void ended(ReadThroughEnded.Result result) {
            Objects.requireNonNull(served.get(result)).increment();
            if (result == ReadThroughEnded.Result.STALE || result == ReadThroughEnded.Result.STALE_ON_ERROR) {
                stale.increment();
            }
        }

        void advanced(RefreshAdvanced advanced) {
            Objects.requireNonNull(steps.get(advanced.step())).increment();
            if (advanced.step() == RefreshAdvanced.Step.COMPLETED || advanced.step() == RefreshAdvanced.Step.FAILED) {
                refreshes.record(advanced.duration());
            }
        }

        /** The numbers are told by many threads, one after the other: for a moment there may seem to be less than nothing. */
        private double queued() {
            return Math.max(
                    0,
                    times(RefreshAdvanced.Step.TRIGGERED)
                            - times(RefreshAdvanced.Step.DROPPED)
                            - times(RefreshAdvanced.Step.STARTED));
        }

        private double running() {
            return Math.max(
                    0,
                    times(RefreshAdvanced.Step.STARTED)
                            - times(RefreshAdvanced.Step.COMPLETED)
                            - times(RefreshAdvanced.Step.FAILED));
        }

        private double times(RefreshAdvanced.Step step) {
            return Objects.requireNonNull(steps.get(step)).doubleValue();
        }
    }
}
