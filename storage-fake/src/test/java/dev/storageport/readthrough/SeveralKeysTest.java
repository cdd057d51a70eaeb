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

import dev.storageport.Content;
import dev.storageport.LoadFailedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.UsageException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.Fixture.Calls;
import dev.storageport.readthrough.Fixture.Note;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several keys in one call. */
class SeveralKeysTest {

    private final Fixture fixture = new Fixture();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Has everything but keys that begin with a minus. */
    private Map<String, Loaded<Note>> answer(List<LoadRequest<Note>> requests) {
        batches.add(requests.stream().map(LoadRequest::key).toList());
        Map<String, Loaded<Note>> loaded = new HashMap<>();
        for (LoadRequest<Note> request : requests) {
            if (!request.key().startsWith("-")) {
                loaded.put(request.key(), Loaded.of(new Note("new " + request.key())));
            }
        }
        loaded.put("not asked for", Loaded.of(new Note("new")));
        return loaded;
    }

    private ReadThrough<Note> notes(FreshnessPolicy policy) {
        return fixture.builder(policy, failing()).batchLoader(this::answer).build();
    }

    @Test
    void keys_areOneReadAndOneBatchOfWhatIsMissing_inTheirOrder() {
        fixture.notes.put("expired", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        fixture.notes.put("stale", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        fixture.notes.put("fresh", new Note("old"));
        fixture.operations.clear();
        ReadThrough<Note> notes = notes(PROFILES);
        Map<String, Served<Note>> served =
                notes.getAll(List.of("stale", "-absent", "expired", "fresh", "missing", "stale"));
        assertThat(served.keySet()).containsExactly("stale", "expired", "fresh", "missing");
        assertThat(served.values())
                .extracting(value -> value.value().text())
                .containsExactly("old", "new expired", "old", "new missing");
        assertThat(served.values()).extracting(Served::stale).containsExactly(true, false, false, false);
        assertThat(batches).containsExactly(List.of("-absent", "expired", "missing"));
        assertThat(fixture.operations)
                .as("one read, and what is written")
                .containsExactly("getAll notes", "replaceIf notes", "insert notes");
    }

    @Test
    void keys_withoutABatchLoader_areLoadedOneAfterAnother() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("stored", new Note("old"));
        assertThat(notes.getAll(List.of("a", "stored", "b")).keySet()).containsExactly("a", "stored", "b");
        assertThat(fixture.loads).hasValue(2);
        assertThat(fixture.results()).containsExactly(Result.MISS, Result.HIT, Result.MISS);
    }

    @Test
    void none_asksNobody() {
        assertThat(notes(PROFILES).getAll(List.of())).isEmpty();
        assertThat(batches).isEmpty();
    }

    @Test
    void stale_isRefreshedInTheBackground() {
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        ReadThrough<Note> notes = fixture.builder(PROFILES, answering("new"))
                .batchLoader(this::answer)
                .build();
        notes.getAll(List.of("k"));
        assertThat(batches).isEmpty();
        fixture.runBackground();
        assertThat(notes.getAll(List.of("k")).get("k"))
                .extracting(Served::value)
                .isEqualTo(new Note("new"));
    }

    @Test
    void absences_areReadAndKept() {
        ReadThrough<Note> notes = notes(PROFILES.negatives(HOUR));
        notes.getAll(List.of("-a", "-b", "c"));
        fixture.operations.clear();
        assertThat(notes.getAll(List.of("-a", "-b", "c")).keySet()).containsExactly("c");
        assertThat(batches).hasSize(1);
        assertThat(fixture.operations).containsExactly("getAll notes", "getAll absences");
        assertThat(fixture.results().subList(3, 6)).containsExactly(Result.NEGATIVE, Result.NEGATIVE, Result.HIT);
    }

    @Test
    void contents_areServed() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, failing())
                .contents()
                .batchLoader(requests -> Map.of("b", Loaded.of(new Note("new"), Content.text("new page"))))
                .build();
        fixture.notes.put("a", new Note("old"), Content.text("page"));
        assertThat(notes.getAll(List.of("a", "b")).values())
                .extracting(Served::content)
                .extracting(content -> content.orElseThrow().text())
                .containsExactly("page", "new page");
    }

    @Test
    void failure_ofTheBatch_isThrown_afterWhatMayBeServedOnErrorWas() {
        fixture.notes.put("a", new Note("old"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.builder(PROFILES.staleOnError(HOUR), failing())
                .batchLoader(requests -> {
                    batches.add(List.of());
                    throw new IOException("secret");
                })
                .build();
        assertThat(notes.getAll(List.of("a")).get("a")).matches(Served::stale);
        assertThatThrownBy(() -> notes.getAll(List.of("a", "b", "c")))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("key \"b\"")
                .satisfies(failed ->
                        assertThat(failed.getSuppressed()).singleElement().isInstanceOf(LoadFailedException.class));
        assertThat(fixture.results())
                .containsExactly(Result.STALE_ON_ERROR, Result.STALE_ON_ERROR, Result.FAILED, Result.FAILED);
        assertThat(batches).hasSize(2);
    }

    @Test
    void failure_ofOneKey_leavesTheOthersStored() {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            if (request.key().equals("b")) {
                throw new IOException("secret");
            }
            return Loaded.of(new Note("new"));
        });
        assertThatThrownBy(() -> notes.getAll(List.of("a", "b", "c")))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("key \"b\"");
        assertThat(fixture.notes.getAll(List.of("a", "b", "c")).keySet()).containsExactly("a", "c");
    }

    @Test
    void notChanged_whereNothingIsStored_isRefusedForItsKey() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, failing())
                .batchLoader(requests -> Map.of("a", Loaded.of(new Note("new")), "b", Loaded.notChanged()))
                .build();
        assertThatThrownBy(() -> notes.getAll(List.of("a", "b")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("key \"b\"");
        assertThat(fixture.notes.contains("a")).isTrue();
    }

    @Test
    void error_ofTheBatch_givesTheKeysBack() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, answering("new"))
                .batchLoader(requests -> {
                    throw new StackOverflowError();
                })
                .build();
        assertThatThrownBy(() -> notes.getAll(List.of("a", "b"))).isInstanceOf(StackOverflowError.class);
        assertThat(notes.get("a")).isPresent();
        assertThat(notes.get("b")).isPresent();
    }

    @Test
    void interrupt_leavesTheKeysToTheNext() {
        ReadThrough<Note> notes = fixture.builder(PROFILES, answering("new"))
                .batchLoader(requests -> {
                    throw new InterruptedException();
                })
                .build();
        assertThatThrownBy(() -> notes.getAll(List.of("a", "b"))).isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(notes.get("a")).isPresent();
    }

    @Test
    void callsAtOnce_loadEachKeyOnce_andWaitForEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ReadThrough<Note> notes = fixture.builder(PROFILES, failing())
                .batchLoader(requests -> {
                    if (batches.size() < 2) { // each call has a key that the other wants
                        Map<String, Loaded<Note>> loaded = answer(requests);
                        both.countDown();
                        both.await();
                        return loaded;
                    }
                    return answer(requests);
                })
                .build();
        Calls<Map<String, Served<Note>>> calls = new Calls<>();
        calls.start(() -> notes.getAll(List.of("a")));
        await("a is being loaded", () -> batches.size() == 1);
        calls.start(() -> notes.getAll(List.of("a", "b", "c")));
        await("b and c are being loaded", () -> batches.size() == 2);
        calls.start(() -> notes.getAll(List.of("c", "b", "a")));
        for (Map<String, Served<Note>> served : calls.results()) {
            assertThat(served.get("a")).isNotNull().extracting(Served::value).isEqualTo(new Note("new a"));
        }
        assertThat(batches).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void get_thatMeetsABatch_waitsForIt() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ReadThrough<Note> notes = fixture.builder(PROFILES, failing())
                .batchLoader(requests -> {
                    Map<String, Loaded<Note>> loaded = answer(requests);
                    answer.await();
                    return loaded;
                })
                .build();
        Calls<Map<String, Served<Note>>> batch = new Calls<>();
        batch.start(() -> notes.getAll(List.of("a", "b")));
        await("it loads", () -> batches.size() == 1);
        Calls<Served<Note>> single = new Calls<>();
        single.start(() -> notes.get("b").orElseThrow());
        await("it waits", () -> single.allWaitBut(0));
        answer.countDown();
        assertThat(single.results()).extracting(Served::value).containsExactly(new Note("new b"));
        batch.results();
    }
}
