// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static dev.storageport.readthrough.Fixture.HALF_HOUR;
import static dev.storageport.readthrough.Fixture.HOUR;
import static dev.storageport.readthrough.Fixture.PROFILES;
import static dev.storageport.readthrough.Fixture.answering;
import static dev.storageport.readthrough.Fixture.await;
import static dev.storageport.readthrough.Fixture.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.LoadFailedException;
import dev.storageport.Storage;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.Fixture.Calls;
import dev.storageport.readthrough.Fixture.Note;
import dev.storageport.readthrough.Served.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that agree on who loads: two storages stand for them. */
class ProcessesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String NAME = "load notes/k";

    private final Fixture fixture = new Fixture();
    private final Storage other = fixture.open();
    private final Leases leases = Leases.of(fixture.storage);

    @AfterEach
    void close() {
        other.close();
        fixture.close();
    }

    private ReadThroughBuilder<Note> sharing(Storage storage, FreshnessPolicy policy, Loader<Note> loader) {
        return fixture.builder(storage, policy, loader).leases(Leases.of(storage), MINUTE);
    }

    @Test
    void misses_ofTwoProcesses_areOneLoad() throws Exception {
        Calls<Served<Note>> calls = new Calls<>();
        Loader<Note> loader = request -> {
            await("the others wait", () -> calls.threads.size() == 20 && calls.allWaitBut(1));
            return Loaded.of(new Note("new"));
        };
        ReadThrough<Note> one = sharing(fixture.storage, PROFILES, loader).build();
        ReadThrough<Note> two = sharing(other, PROFILES, loader).build();
        for (int i = 0; i < 20; i++) {
            ReadThrough<Note> asked = i % 2 == 0 ? one : two;
            calls.start(() -> asked.get("k").orElseThrow());
        }
        assertThat(calls.results()).hasSize(20).extracting(Served::value).containsOnly(new Note("new"));
        assertThat(fixture.loads).hasValue(1);
        assertThat(fixture.storage.collection(Leases.COLLECTION).count())
                .as("leases that were not given back")
                .isZero();
    }

    @Test
    void manyKeys_ofTwoProcesses_areLoadedOnceEach() throws Exception {
        List<String> keys = IntStream.range(0, 200).mapToObj(i -> "k" + i).toList();
        Calls<Map<String, Served<Note>>> calls = new Calls<>();
        for (Storage storage : List.of(fixture.storage, other)) {
            BatchLoader<Note> batch = requests -> {
                fixture.loads.addAndGet(requests.size());
                Map<String, Loaded<Note>> loaded = new HashMap<>();
                requests.forEach(request -> loaded.put(request.key(), Loaded.of(new Note("new"))));
                return loaded;
            };
            ReadThrough<Note> notes =
                    sharing(storage, PROFILES, failing()).batchLoader(batch).build();
            for (int thread = 0; thread < 4; thread++) {
                calls.start(() -> notes.getAll(keys));
            }
        }
        assertThat(calls.results()).allSatisfy(served -> assertThat(served).hasSize(200));
        assertThat(fixture.loads).hasValue(200);
        assertThat(fixture.storage.collection(Leases.COLLECTION).count()).isZero();
    }

    @Test
    void holder_thatCrashed_keepsOthersOutUntilItsLeaseEnds() throws Exception {
        Lease ofACrashedProcess = leases.tryAcquire(NAME, MINUTE).orElseThrow();
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        Calls<Served<Note>> call = new Calls<>();
        call.start(() -> notes.get("k").orElseThrow());
        await(
                "it looks now and then",
                () -> fixture.operations.stream().filter("get notes"::equals).count() > 3);
        assertThat(fixture.loads).hasValue(0);
        fixture.clock.set(ofACrashedProcess.until());
        assertThat(call.results().get(0).source()).isEqualTo(Source.FETCHED);
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void value_thatAnotherProcessStored_isServedAsStored() throws Exception {
        Lease held = leases.tryAcquire(NAME, MINUTE).orElseThrow();
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        Calls<Served<Note>> call = new Calls<>();
        call.start(() -> notes.get("k").orElseThrow());
        await("it looks", () -> fixture.operations.contains("get leases"));
        fixture.notes.put("k", new Note("of the other process"));
        Served<Note> served = call.results().get(0);
        assertThat(served.value()).isEqualTo(new Note("of the other process"));
        assertThat(served.source()).isEqualTo(Source.STORED);
        assertThat(served.stale()).isFalse();
        assertThat(fixture.loads).hasValue(0);
        held.close();
    }

    @Test
    void wait_thatTakesTooLong_isATimeOut_orWhatHasExpired() {
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        assertThat(leases.tryAcquire(NAME, MINUTE)).isPresent();
        try (ReadThrough<Note> strict = sharing(other, PROFILES, answering("new"))
                        .waitAtMost(Duration.ofMillis(1))
                        .build();
                ReadThrough<Note> lenient = sharing(other, PROFILES.staleOnError(HOUR), answering("new"))
                        .waitAtMost(Duration.ofMillis(1))
                        .build()) {
            assertThatThrownBy(() -> strict.get("k")).isInstanceOf(StorageTimeoutException.class);
            assertThat(lenient.get("k").orElseThrow().stale()).isTrue();
            assertThat(lenient.getAll(List.of("k")).get("k")).matches(Served::stale);
        }
        assertThat(fixture.loads).hasValue(0);
    }

    @Test
    void load_thatFails_givesTheLeaseBack() {
        ReadThrough<Note> one = sharing(fixture.storage, PROFILES, failing()).build();
        ReadThrough<Note> two = sharing(other, PROFILES, answering("new")).build();
        assertThatThrownBy(() -> one.get("k")).isInstanceOf(LoadFailedException.class);
        assertThat(two.get("k").orElseThrow().source()).isEqualTo(Source.FETCHED);
    }

    @Test
    void refresh_thatAnotherProcessDoes_isLeftToIt() {
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        try (Lease held = leases.tryAcquire(NAME, MINUTE).orElseThrow()) {
            assertThat(held.name()).isEqualTo(NAME);
            notes.get("k");
            fixture.runBackground();
        }
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.steps()).endsWith(Step.COMPLETED);
        notes.get("k");
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void refresh_thatWasAskedFor_isContentWithWhatAnotherProcessStoredMeanwhile() throws Exception {
        fixture.notes.put("k", new Note("old"));
        Lease held = leases.tryAcquire(NAME, MINUTE).orElseThrow();
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        Calls<Served<Note>> call = new Calls<>();
        call.start(() -> notes.refresh("k").orElseThrow());
        await("it looks", () -> fixture.operations.contains("get leases"));
        fixture.notes.put("k", new Note("of the other process"));
        assertThat(call.results().get(0).value()).isEqualTo(new Note("of the other process"));
        held.close();
    }

    @Test
    void refresh_thatWasAskedFor_loadsWhatWasDeletedMeanwhile() throws Exception {
        fixture.notes.put("k", new Note("old"));
        Lease held = leases.tryAcquire(NAME, MINUTE).orElseThrow();
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        Calls<Served<Note>> call = new Calls<>();
        call.start(() -> notes.refresh("k").orElseThrow());
        await("it looks", () -> fixture.operations.contains("get leases"));
        fixture.notes.delete("k");
        held.close();
        assertThat(call.results().get(0).value()).isEqualTo(new Note("new"));
    }

    @Test
    void interrupt_whileAnotherProcessLoads_leavesTheWaitToTheNext() throws Exception {
        Lease held = leases.tryAcquire(NAME, MINUTE).orElseThrow();
        ReadThrough<Note> notes = sharing(other, PROFILES, answering("new")).build();
        Calls<Served<Note>> first = new Calls<>();
        first.start(() -> notes.get("k").orElseThrow());
        await("it looks", () -> fixture.operations.contains("get leases"));
        Calls<Served<Note>> second = new Calls<>();
        second.start(() -> notes.get("k").orElseThrow());
        await("it waits", () -> second.allWaitBut(0));
        first.threads.get(0).interrupt();
        assertThat(first.failures()).singleElement().isInstanceOf(StorageInterruptedException.class);
        held.close();
        assertThat(second.results()).hasSize(1);
    }

    @Test
    void negatives_thatAnotherProcessFoundOut_areBelieved() throws Exception {
        FreshnessPolicy policy = PROFILES.negatives(HOUR);
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> one = sharing(fixture.storage, policy, request -> {
                    answer.await();
                    return Loaded.absent();
                })
                .build();
        ReadThrough<Note> two = sharing(other, policy, failing()).build();
        Calls<Boolean> calls = new Calls<>();
        calls.start(() -> one.get("k").isPresent());
        await("it loads", () -> fixture.loads.get() == 1);
        calls.start(() -> two.get("k").isPresent());
        await("the other looks", () -> fixture.operations.contains("get leases"));
        answer.countDown();
        assertThat(calls.results()).containsExactly(false, false);
        assertThat(fixture.loads).hasValue(1);
    }
}
