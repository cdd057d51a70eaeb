// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.Health;
import dev.storageport.LogStatus;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.Summary;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.WaitEnded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one storage, but for those of its operations, read-throughs and retention. Those that count are there from the beginning, at
 * zero, so that a rate can be asked of them.
 */
final class BackendMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Findings findings;
    private final OperationMeters operations;
    private final ReadThroughMeters readThroughs;
    private final RetentionMeters retention;
    private final Map<WaitEnded.Resource, Timer> waits = new EnumMap<>(WaitEnded.Resource.class);
    private final Map<WaitEnded.Resource, Counter> timeOuts = new EnumMap<>(WaitEnded.Resource.class);
    private final Map<ConnectionDiscarded.Reason, Counter> discarded = new EnumMap<>(ConnectionDiscarded.Reason.class);
    private final Map<BatchEnded.Kind, DistributionSummary> batches = new EnumMap<>(BatchEnded.Kind.class);
    private final Map<StandbyReadEnded.End, Timer> standbyReads = new EnumMap<>(StandbyReadEnded.End.class);
    private final Timer connects;
    private final Timer checkpoints;
    private final Counter blocked;

    /** The collections that have gauges. */
    private final Set<String> described = ConcurrentHashMap.newKeySet();

    private volatile boolean exhausted;

    BackendMeters(MeterRegistry registry, Tags tags, Findings findings) {
        this.registry = registry;
        this.tags = tags;
        this.findings = findings;
        operations = new OperationMeters(registry, tags);
        readThroughs = new ReadThroughMeters(registry, tags);
        retention = new RetentionMeters(registry, tags);
        for (WaitEnded.Resource resource : WaitEnded.Resource.values()) {
            Tags its = tags.and("resource", name(resource));
            waits.put(
                    resource,
                    Timer.builder("storage.pool.acquire")
                            .description(
                                    "How long callers waited for what others were using; who was served at once is not counted")
                            .tags(its)
                            .register(registry));
            timeOuts.put(resource, counter("storage.pool.timeouts", "Callers that waited in vain", its));
        }
        for (ConnectionDiscarded.Reason reason : ConnectionDiscarded.Reason.values()) {
            discarded.put(
                    reason,
                    counter(
                            "storage.connections.discarded",
                            "Connections that were not used on",
                            tags.and("reason", name(reason))));
        }
        for (BatchEnded.Kind kind : BatchEnded.Kind.values()) {
            batches.put(
                    kind,
                    DistributionSummary.builder("storage.batch.size")
                            .description("Requests of callers in one step of the database")
                            .tags(tags.and("kind", name(kind)))
                            .register(registry));
        }
        for (StandbyReadEnded.End end : StandbyReadEnded.End.values()) {
            standbyReads.put(
                    end,
                    Timer.builder("storage.standby.reads")
                            .description(
                                    "Reads that prefer a standby, without what the primary did for those that went there")
                            .tags(tags.and("end", name(end)))
                            .register(registry));
        }
        connects = Timer.builder("storage.connect.duration")
                .description("How long opening a connection took, those that could not be opened too")
                .tags(tags)
                .register(registry);
        checkpoints = Timer.builder("storage.checkpoint.duration")
                .description("How long checkpoints of the log took")
                .tags(tags)
                .register(registry);
        blocked = counter("storage.checkpoints.blocked", "Checkpoints that readers were in the way of", tags);
        gauges();
    }

    private Counter counter(String name, String description, Tags its) {
        return Counter.builder(name).description(description).tags(its).register(registry);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void gauges() {
        gauge("storage.pool.in.use", "Connections in use", of -> of.pool(PoolStatus::inUse));
        gauge("storage.pool.idle", "Connections open and free", of -> of.pool(PoolStatus::idle));
        gauge("storage.pool.waiting", "Callers that wait for a connection", of -> of.pool(PoolStatus::waiting));
        gauge("storage.pool.capacity", "Connections there may be", of -> of.pool(PoolStatus::capacity));
        gauge(
                "storage.live",
                "1 if the database answers and is well, 0 if somebody has to act",
                of -> of.health(health -> health.live() ? 1 : 0));
        gauge(
                "storage.ready",
                "1 if callers are served without waiting",
                of -> of.health(health -> health.ready() ? 1 : 0));
        Gauge.builder("storage.log.size", findings, of -> of.health(health -> log(health, LogStatus::bytes)))
                .baseUnit("bytes")
                .description("Size of the log of writes of an embedded database")
                .tags(tags)
                .register(registry);
        Gauge.builder(
                        "storage.log.oldest.reader",
                        findings,
                        of -> of.health(health -> log(health, BackendMeters::oldestReader)))
                .baseUnit("seconds")
                .description("For how long the oldest reader of the log has been reading")
                .tags(tags)
                .register(registry);
        Gauge.builder("storage.space.exhausted", this, of -> of.exhausted ? 1 : 0)
                .description("1 while the disk of an embedded database is full and only deletions are accepted")
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Findings> figure) {
        Gauge.builder(name, findings, figure)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static double log(Health health, ToDoubleFunction<LogStatus> figure) {
        Optional<LogStatus> log = health.log();
        return log.isPresent() ? figure.applyAsDouble(log.get()) : Double.NaN;
    }

    private static double oldestReader(LogStatus log) {
        return log.oldestReader().map(BackendMeters::seconds).orElse(0.0);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    OperationMeters operations() {
        return operations;
    }

    ReadThroughMeters readThroughs() {
        return readThroughs;
    }

    RetentionMeters retention() {
        return retention;
    }

    Findings findings() {
        return findings;
    }

    void opened(Storage storage, List<String> collections) {
        findings.opened(storage);
        for (String collection : collections) {
            if (!described.add(collection)) {
                continue; // they know of the storage by the findings
            }
            Tags its = tags.and("table", collection);
            figure("storage.entries", null, "Documents", collection, its, Summary::documents);
            figure(
                    "storage.size",
                    "bytes",
                    "Size of the documents and contents as stored",
                    collection,
                    its,
                    summary -> summary.bodyBytes() + summary.contentStoredBytes());
            age(collection, its.and("percentile", "p50"), Summary::ageP50);
            age(collection, its.and("percentile", "p90"), Summary::ageP90);
            age(collection, its.and("percentile", "p99"), Summary::ageP99);
        }
    }

    private void age(String collection, Tags its, Function<Summary, Optional<Duration>> age) {
        figure(
                "storage.document.age",
                "seconds",
                "Age that so many of the documents do not exceed",
                collection,
                its,
                summary -> age.apply(summary).map(BackendMeters::seconds).orElse(Double.NaN));
    }

    private void figure(
            String name,
            @Nullable String unit,
            String description,
            String collection,
            Tags its,
            ToDoubleFunction<Summary> figure) {
        Gauge.builder(name, findings, of -> of.documents(collection, figure))
                .baseUnit(unit)
                .description(description)
                .tags(its)
                .register(registry);
    }

    void ended(WaitEnded ended) {
        Objects.requireNonNull(waits.get(ended.resource())).record(ended.duration());
        if (ended.end() == WaitEnded.End.TIMED_OUT) {
            Objects.requireNonNull(timeOuts.get(ended.resource())).increment();
        }
    }

    void ended(ConnectEnded ended) {
        connects.record(ended.duration());
        ended.failure()
                .ifPresent(failure -> counter(
                                "storage.connection.errors",
                                "Connections that could not be opened",
                                tags.and("error_type", failure.getClass().getSimpleName()))
                        .increment());
    }

    void discarded(ConnectionDiscarded event) {
        Objects.requireNonNull(discarded.get(event.reason())).increment();
    }

    void ended(BatchEnded ended) {
        Objects.requireNonNull(batches.get(ended.kind())).record(ended.size());
    }

    void ended(CheckpointEnded ended) {
        checkpoints.record(ended.duration());
        if (!ended.complete()) {
            blocked.increment();
        }
    }

    void ended(StandbyReadEnded ended) {
        Objects.requireNonNull(standbyReads.get(ended.end())).record(ended.duration());
    }

    void changed(SpaceChanged changed) {
        exhausted = changed.exhausted();
    }
}
