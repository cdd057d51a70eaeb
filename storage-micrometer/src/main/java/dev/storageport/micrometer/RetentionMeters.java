// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of retention, of each collection from its first run on: those that count begin at zero together. */
final class RetentionMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, OfCollection> collections = new ConcurrentHashMap<>();

    RetentionMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void ended(RetentionEnded ended) {
        collections
                .computeIfAbsent(ended.collection(), name -> new OfCollection(registry, tags.and("collection", name)))
                .ended(ended);
    }

    private static final class OfCollection {

        private final MeterRegistry registry;
        private final Counter removed;
        private final Counter bytes;
        private final Map<Outcome, Counter> runs = new EnumMap<>(Outcome.class);
        private final AtomicLong lastSuccess = new AtomicLong();

        OfCollection(MeterRegistry registry, Tags tags) {
            this.registry = registry;
            removed = Counter.builder("storage.retention.removed")
                    .description("Documents that retention removed")
                    .tags(tags)
                    .register(registry);
            bytes = Counter.builder("storage.retention.removed.bytes")
                    .description("The size of their JSON and of their contents as stored")
                    .tags(tags)
                    .register(registry);
            for (Outcome outcome : Outcome.values()) {
                runs.put(
                        outcome,
                        Counter.builder("storage.retention.runs")
                                .description("Runs of retention, by how they ended")
                                .tags(tags.and("result", outcome.name().toLowerCase(Locale.ROOT)))
                                .register(registry));
            }
            TimeGauge.builder(
                            "storage.retention.last.success",
                            lastSuccess,
                            TimeUnit.MILLISECONDS,
                            AtomicLong::doubleValue)
                    .description(
                            "When a run last removed everything, found it removed by another process, or was off; 0: never")
                    .tags(tags)
                    .register(registry);
        }

        void ended(RetentionEnded ended) {
            removed.increment((double) ended.documents());
            bytes.increment((double) ended.bytes());
            Objects.requireNonNull(runs.get(ended.outcome())).increment();
            if (ended.succeeded()) {
                lastSuccess.set(registry.config().clock().wallTime());
            }
        }
    }
}
