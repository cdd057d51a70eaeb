// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.LoadFailedException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.BatchLoader;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** FRESH: several keys in one call. */
abstract class SeveralKeysRules extends ReadThroughTopic {

    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    /** Has everything but keys that begin with a minus. */
    private Map<String, Loaded<Note>> answer(List<LoadRequest<Note>> requests) {
        batches.add(requests.stream().map(LoadRequest::key).toList());
        Map<String, Loaded<Note>> loaded = new HashMap<>();
        for (LoadRequest<Note> request : requests) {
            if (!request.key().startsWith("-")) {
                loaded.put(request.key(), Loaded.of(note("new " + request.key())));
            }
        }
        loaded.put("not asked for", Loaded.of(note("new")));
        return loaded;
    }

    private ReadThrough<Note> through(BatchLoader<Note> batch) {
        return builder(PROFILES, answering("alone")).batchLoader(batch).build();
    }

    @Test
    @Rule({"FRESH-21", "FRESH-25"})
    void keys_areOneRead_andOneBatchOfWhatIsMissing_inTheirOrder() {
        stored("expired", HALF_HOUR);
        stored("stale", HALF_HOUR);
        notes.put("fresh", note("old"));
        heard.clear();
        Map<String, Served<Note>> served =
                through(this::answer).getAll(List.of("stale", "-absent", "expired", "fresh", "missing", "stale"));
        assertThat(served.keySet()).as("keys served").containsExactly("stale", "expired", "fresh", "missing");
        assertThat(served.values())
                .as("values")
                .extracting(value -> value.value().text())
                .containsExactly("old", "new expired", "old", "new missing");
        assertThat(served.values())
                .as("whether they are stale")
                .extracting(Served::stale)
                .containsExactly(true, false, false, false);
        assertThat(batches).as("batches").containsExactly(List.of("-absent", "expired", "missing"));
        assertThat(heard.operations())
                .as("one read, and what is written")
                .extracting(ended -> ended.operation() + " " + ended.collection())
                .containsExactly("getAll notes", "replaceIf notes", "insert notes");
        assertThat(results())
                .as("what was told of each")
                .containsExactly(Result.STALE, Result.MISS, Result.MISS, Result.HIT, Result.MISS);
        runBackground();
        assertThat(textOf("stale")).as("what was stale, after its refresh").isEqualTo("alone");
    }

    @Test
    @Rule("FRESH-21")
    void failure_ofOneKey_leavesTheOthersStored() {
        ReadThrough<Note> through = profiles(request -> {
            if (request.key().equals("b")) {
                throw new IOException("secret");
            }
            return Loaded.of(note("new"));
        });
        assertThat(refusal(LoadFailedException.class, "getAll", () -> through.getAll(List.of("a", "b", "c"))))
                .as("the failure")
                .hasMessageContaining("key \"b\"");
        assertThat(List.of("a", "b", "c"))
                .extracting(this::textOf)
                .as("what is stored")
                .containsExactly("new", "nothing", "new");
    }

    @Test
    @Rule({"FRESH-9", "FRESH-21"})
    void error_ofTheBatch_givesItsKeysBack() {
        ReadThrough<Note> through = builder(PROFILES, answering("alone"))
                .batchLoader(requests -> {
                    throw new StackOverflowError();
                })
                .waitAtMost(Duration.ofMillis(1)) // for nobody
                .build();
        assertThat(catchThrowable(() -> through.getAll(List.of("a", "b"))))
                .as("what the loading thread gets")
                .isInstanceOf(StackOverflowError.class);
        for (String key : List.of("a", "b")) {
            assertThat(catchThrowable(() -> through.get(key)))
                    .as("what the next load throws")
                    .isNull();
        }
        assertLoads(2);
    }

    @Test
    @Rule("FRESH-21")
    void calls_thatWantEachOthersKeys_loadEachOnce_andEnd() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ReadThrough<Note> through = through(requests -> {
            Map<String, Loaded<Note>> loaded = answer(requests);
            both.countDown();
            both.await();
            return loaded;
        });
        Calls<Map<String, Served<Note>>> calls = new Calls<>();
        calls.start(() -> through.getAll(List.of("a")));
        await("a is being loaded", () -> loads.get() > 0 || batches.size() == 1);
        calls.start(() -> through.getAll(List.of("a", "b", "c")));
        await("b and c are being loaded", () -> loads.get() > 0 || batches.size() == 2);
        calls.start(() -> through.getAll(List.of("c", "b", "a")));
        for (Map<String, Served<Note>> served : calls.results()) {
            assertThat(served).as("what each call gets").containsKey("a");
        }
        assertThat(batches).as("batches").containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    @Rule("FRESH-21")
    void get_thatMeetsABatch_waitsForIt() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> through = through(requests -> {
            Map<String, Loaded<Note>> loaded = answer(requests);
            answer.await();
            return loaded;
        });
        Calls<Map<String, Served<Note>>> batch = new Calls<>();
        batch.start(() -> through.getAll(List.of("a", "b")));
        await("it loads", () -> loads.get() > 0 || batches.size() == 1);
        Calls<String> single = new Calls<>();
        single.start(() -> through.get("b").orElseThrow().value().text());
        await("it waits", () -> loads.get() > 0 || (ended("get", "notes") == 1 && single.waiting() == 1));
        answer.countDown();
        assertThat(single.results()).as("what it gets").containsExactly("new b");
        batch.results();
        assertLoads(0);
    }
}
