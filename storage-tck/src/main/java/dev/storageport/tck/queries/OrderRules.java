// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static dev.storageport.tck.fixture.Samples.DISTINCT_TEXTS;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Query;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ORD: orders of keys and documents. */
abstract class OrderRules extends Topic {

    /** The order of UTF-8 bytes: the rule itself, written down another way than the library's. */
    static final Comparator<String> BY_BYTES = Comparator.comparing(
            text -> text.getBytes(StandardCharsets.UTF_8), (left, right) -> Arrays.compareUnsigned(left, right));

    static final Index<Note, Integer> STARS = Index.of("stars", Integer.class, Note::stars);

    static final CollectionSpec<Note> RATED =
            CollectionSpec.of("rated", Note.class).index(STARS).build();

    @Test
    @Rule("ORD-1")
    void keys_areOrderedByCodePoint() {
        DocumentCollection<Note> notes = withKeys(DISTINCT_TEXTS);
        List<String> sorted = DISTINCT_TEXTS.stream().sorted(BY_BYTES).toList();
        assertThat(keys(notes, Condition.all().byKey()))
                .as("keys, first to last")
                .containsExactlyElementsOf(sorted);
        assertThat(keys(notes, Condition.all().byKeyDescending()))
                .as("keys, last to first")
                .containsExactlyElementsOf(reversed(sorted));
        try (Stream<Stored<Note>> stream = notes.stream()) {
            assertThat(stream.map(Stored::key)).as("keys of a stream").containsExactlyElementsOf(sorted);
        }
    }

    @Test
    @Rule("ORD-1")
    void keyRanges_areOfCodePoints() {
        DocumentCollection<Note> notes = withKeys(DISTINCT_TEXTS);
        List<String> sorted = DISTINCT_TEXTS.stream().sorted(BY_BYTES).toList();
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(notes.count(Condition.keyBefore(sorted.get(i))))
                    .as("keys before the one at place %s of %s", i, sorted)
                    .isEqualTo(i);
            assertThat(notes.count(Condition.keyFrom(sorted.get(i))))
                    .as("keys from the one at place %s of %s", i, sorted)
                    .isEqualTo(sorted.size() - i);
        }
    }

    @Test
    @Rule("ORD-2")
    void equalTimes_followByKeyInTheSameDirection() {
        DocumentCollection<Note> notes = withKeys(DISTINCT_TEXTS); // one batch has one time
        List<String> sorted = DISTINCT_TEXTS.stream().sorted(BY_BYTES).toList();
        Query<Object> all = Condition.all();
        assertThat(keys(notes, all.oldestFirst())).as("oldest first").containsExactlyElementsOf(sorted);
        assertThat(keys(notes, all.firstCreatedFirst()))
                .as("first created first")
                .containsExactlyElementsOf(sorted);
        assertThat(keys(notes, all.newestFirst())).as("newest first").containsExactlyElementsOf(reversed(sorted));
        assertThat(keys(notes, all.lastCreatedFirst()))
                .as("last created first")
                .containsExactlyElementsOf(reversed(sorted));
        assertThat(keys(notes, all.newestFirst().limit(5)))
                .as("the five newest")
                .containsExactlyElementsOf(reversed(sorted).subList(0, 5));
    }

    @Test
    @Rule("ORD-2")
    void times_comeBeforeKeys() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        for (String key : List.of("c", "a", "b")) {
            notes.put(key, note(key));
            bench().clock().advance(Duration.ofNanos(1000));
        }
        notes.touch("a");
        Query<Object> all = Condition.all();
        assertThat(keys(notes, all.oldestFirst())).as("oldest first").containsExactly("c", "b", "a");
        assertThat(keys(notes, all.newestFirst())).as("newest first").containsExactly("a", "b", "c");
        assertThat(keys(notes, all.firstCreatedFirst()))
                .as("first created first")
                .containsExactly("c", "a", "b");
        assertThat(keys(notes, all.lastCreatedFirst())).as("last created first").containsExactly("b", "a", "c");
        assertThat(notes.findFirst(all.newestFirst()).map(Stored::key))
                .as("the newest")
                .contains("a");
    }

    @Test
    @Rule("ORD-3")
    void query_withoutOrder_isByKey() {
        DocumentCollection<Note> notes = bench().open(RATED).collection(RATED);
        List<String> shuffled = new ArrayList<>(DISTINCT_TEXTS);
        Collections.shuffle(shuffled, new Random(11));
        for (String key : shuffled) { // neither inserted nor written in the order of keys
            notes.put(key, new Note(key, 3));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        for (String key : shuffled.subList(0, 20)) {
            notes.put(key, new Note("longer than before, so that a database may move it".repeat(20), 3));
        }
        bench().clock().advance(Duration.ofHours(1));
        List<String> sorted = DISTINCT_TEXTS.stream().sorted(BY_BYTES).toList();
        assertThat(keys(notes, Condition.all())).as("all").containsExactlyElementsOf(sorted);
        assertThat(keys(notes, STARS.is(3))).as("by an index").containsExactlyElementsOf(sorted);
        assertThat(keys(notes, Condition.updatedBefore(Duration.ofMinutes(1))))
                .as("by age")
                .containsExactlyElementsOf(sorted);
        assertThat(keys(notes, STARS.is(3).limit(7)))
                .as("the first seven by an index")
                .containsExactlyElementsOf(sorted.subList(0, 7));
    }

    private DocumentCollection<Note> withKeys(List<String> keys) {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.putAll(keys.stream().map(key -> Document.of(key, note(key))).toList());
        return notes;
    }

    private static List<String> keys(DocumentCollection<Note> notes, Query<? super Note> query) {
        return notes.find(query).stream().map(Stored::key).toList();
    }

    private static List<String> reversed(List<String> sorted) {
        List<String> reversed = new ArrayList<>(sorted);
        Collections.reverse(reversed);
        return reversed;
    }
}
