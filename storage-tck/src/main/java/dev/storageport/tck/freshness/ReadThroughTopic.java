// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.ReadThroughBuilder;
import dev.storageport.readthrough.Served;
import dev.storageport.tck.fixture.HeardEvents;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** A topic on a storage of notes, with a source that counts its calls, and refreshes that run when the test says so. */
abstract class ReadThroughTopic extends Topic {

    static final Duration HALF_HOUR = Duration.ofMinutes(30);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    /** The least by which times that are stored differ. */
    static final Duration MICROSECOND = Duration.ofNanos(1_000);

    /** Refreshed from half an hour on, served below an hour. */
    static final FreshnessPolicy PROFILES =
            FreshnessPolicy.refreshAfter(HALF_HOUR).expireAfter(HOUR);

    final HeardEvents heard = new HeardEvents();
    final AtomicInteger loads = new AtomicInteger();

    /** What is to run in the background. */
    final Queue<Runnable> background = new ConcurrentLinkedQueue<>();

    Storage storage;
    DocumentCollection<Note> notes;

    @BeforeEach
    void openStorage() {
        storage = open();
        notes = storage.collection(Samples.NOTES);
        heard.clear();
    }

    StorageOptions options() {
        return bench().options().toBuilder()
                .listener(heard)
                .outageRetry(Duration.ZERO)
                .build();
    }

    /** Opens the same database once more, as another process would. */
    final Storage open() {
        return bench().open(options(), Samples.NOTES, ReadThrough.ABSENCES, Leases.COLLECTION);
    }

    final void advance(Duration duration) {
        bench().clock().advance(duration);
    }

    final ReadThroughBuilder<Note> builder(FreshnessPolicy policy, Loader<Note> loader) {
        return builder(storage, policy, loader);
    }

    final ReadThroughBuilder<Note> builder(Storage of, FreshnessPolicy policy, Loader<Note> loader) {
        return ReadThrough.builder(of, Samples.NOTES, counted(loader))
                .policy(policy)
                .executor(background::add);
    }

    final ReadThrough<Note> profiles(Loader<Note> loader) {
        return builder(PROFILES, loader).build();
    }

    final Loader<Note> counted(Loader<Note> loader) {
        return request -> {
            loads.incrementAndGet();
            return loader.load(request);
        };
    }

    static Note note(String text) {
        return Samples.note(text);
    }

    static Loader<Note> answering(String text) {
        return request -> Loaded.of(note(text));
    }

    static Loader<Note> failing() {
        return request -> {
            throw new IOException("secret");
        };
    }

    /** Stores a value and lets it become so old. */
    final Stored<Note> stored(String key, Duration age) {
        Stored<Note> stored = notes.put(key, note("old"));
        bench().clock().set(stored.updatedAt().plus(age));
        return stored;
    }

    /** Returns what is served of the key k, where that it is served is what is tested. */
    static Served<Note> served(ReadThrough<Note> through) {
        Optional<Served<Note>> served;
        try {
            served = through.get("k");
        } catch (RuntimeException thrown) {
            throw new AssertionError("[what is served of key k] an exception instead: " + thrown, thrown);
        }
        assertThat(served).as("what is served of key k").isPresent();
        return served.orElseThrow();
    }

    /** Runs what is to run in the background, on this thread. */
    final void runBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    final void assertLoads(int times) {
        assertThat(loads).as("calls of the loader").hasValue(times);
    }

    final String textOf(String key) {
        return notes.get(key).map(found -> found.value().text()).orElse("nothing");
    }

    final List<ReadThroughEnded.Result> results() {
        return heard.only(ReadThroughEnded.class).map(ReadThroughEnded::result).toList();
    }

    final List<RefreshAdvanced.Step> steps() {
        return heard.only(RefreshAdvanced.class).map(RefreshAdvanced::step).toList();
    }

    /** Returns how many calls of that operation on that collection have ended. */
    final long ended(String operation, String collection) {
        return heard.operations().stream()
                .filter(ended -> ended.operation().equals(operation))
                .filter(ended -> collection.equals(ended.collection()))
                .count();
    }
}
