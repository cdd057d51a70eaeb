// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Storage;
import dev.storageport.event.RefreshAdvanced.Step;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.BatchLoader;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.ReadThroughBuilder;
import dev.storageport.readthrough.Served;
import dev.storageport.readthrough.Served.Source;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** FRESH: processes that agree on who loads. Two storages stand for them; who crashed is one that holds a lease and does nothing. */
abstract class ProcessesRules extends ReadThroughTopic {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String NAME = "load notes/k";

    private ReadThroughBuilder<Note> sharing(Storage of, FreshnessPolicy policy, Loader<Note> loader) {
        return builder(of, policy, loader).leases(Leases.of(of), MINUTE);
    }

    /** Holds the key's lease, as a process does that loads it, or has crashed in doing so. */
    private Lease held() {
        return Leases.of(storage).tryAcquire(NAME, MINUTE).orElseThrow();
    }

    private void assertAllGivenBack() {
        assertThat(storage.collection(Leases.COLLECTION).count())
                .as("leases that were not given back")
                .isZero();
    }

    @Test
    @Rule("FRESH-23")
    void misses_ofTwoProcesses_areOneLoadInAll() throws Exception {
        Calls<Served<Note>> calls = new Calls<>();
        Loader<Note> loader = request -> {
            await("the others wait", () -> loads.get() > 1 || (ended("get", "notes") >= 20 && calls.waiting() >= 18));
            return Loaded.of(note("new"));
        };
        ReadThrough<Note> one = sharing(storage, PROFILES, loader).build();
        ReadThrough<Note> two = sharing(open(), PROFILES, loader).build();
        calls.start(10, () -> served(one));
        calls.start(10, () -> served(two));
        assertThat(calls.results())
                .extracting(Served::value)
                .as("what each gets")
                .containsOnly(note("new"));
        assertLoads(1);
        assertAllGivenBack();
    }

    @Test
    @Rule({"FRESH-21", "FRESH-23"})
    void batches_ofTwoProcesses_loadEachKeyOnce() throws Exception {
        List<String> keys = IntStream.range(0, 50).mapToObj(i -> "k" + i).toList();
        BatchLoader<Note> batch = requests -> {
            loads.addAndGet(requests.size());
            Map<String, Loaded<Note>> loaded = new HashMap<>();
            requests.forEach(request -> loaded.put(request.key(), Loaded.of(note("new"))));
            return loaded;
        };
        Calls<Integer> calls = new Calls<>();
        for (Storage of : List.of(storage, open())) {
            ReadThrough<Note> through =
                    sharing(of, PROFILES, failing()).batchLoader(batch).build();
            calls.start(2, () -> through.getAll(keys).size());
        }
        assertThat(calls.results()).as("values that each gets").containsOnly(50);
        assertLoads(50);
        assertAllGivenBack();
    }

    @Test
    @Rule("FRESH-23")
    void processThatCrashed_keepsOthersOut_forTheDurationOfItsLeaseAtMost() throws Exception {
        Lease ofACrashed = held();
        ReadThrough<Note> through = sharing(open(), PROFILES, answering("new")).build();
        heard.clear();
        Calls<Served<Note>> calls = new Calls<>();
        calls.start(() -> served(through));
        await("it looks now and then", () -> loads.get() > 0 || ended("get", "notes") > 2);
        assertLoads(0);
        bench().clock().set(ofACrashed.until());
        assertThat(calls.results())
                .extracting(Served::source)
                .as("where it comes from")
                .containsExactly(Source.FETCHED);
        assertLoads(1);
        assertAllGivenBack();
    }

    @Test
    @Rule("FRESH-23")
    void value_thatAnotherProcessStored_isServedAsStored() throws Exception {
        Lease held = held();
        ReadThrough<Note> through = sharing(open(), PROFILES, answering("new")).build();
        heard.clear();
        Calls<Served<Note>> calls = new Calls<>();
        calls.start(() -> served(through));
        await("it looks", () -> loads.get() > 0 || ended("get", "leases") > 0);
        notes.put("k", note("of another"));
        Served<Note> served = calls.results().get(0);
        assertThat(served.value()).as("what it gets").isEqualTo(note("of another"));
        assertThat(served.source()).as("where it comes from").isEqualTo(Source.STORED);
        assertLoads(0);
        held.close();
    }

    @Test
    @Rule("FRESH-23")
    void refresh_thatAnotherProcessDoes_isLeftToIt() {
        stored("k", HALF_HOUR);
        ReadThrough<Note> through = sharing(open(), PROFILES, answering("new")).build();
        try (Lease held = held()) {
            served(through);
            runBackground();
            assertThat(held.name()).isEqualTo(NAME);
        }
        assertLoads(0);
        assertThat(steps()).as("its steps").endsWith(Step.COMPLETED);
        served(through);
        runBackground();
        assertLoads(1);
    }

    @Test
    @Rule({"FRESH-9", "FRESH-23"})
    void load_thatFails_givesTheLeaseBack() {
        for (Throwable failure : List.of(new IllegalStateException("scripted"), new StackOverflowError())) {
            ReadThrough<Note> through = sharing(storage, PROFILES, request -> {
                        if (failure instanceof Error error) {
                            throw error;
                        }
                        throw (IllegalStateException) failure;
                    })
                    .build();
            assertThat(catchThrowable(() -> through.get("k")))
                    .as("what the caller gets")
                    .isNotNull();
            assertAllGivenBack();
        }
    }
}
