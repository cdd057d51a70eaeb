// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.ConfigurationException;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Limits;
import dev.storageport.MultiValueIndex;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** CONF and LIFE: names and declarations. */
abstract class DeclarationRules extends Topic {

    /** Words that databases reserve, or that a backend may use for columns and tables of its own. */
    static final List<String> AWKWARD_NAMES = List.of(
            "user",
            "order",
            "select",
            "table",
            "group",
            "index",
            "from",
            "where",
            "null",
            "primary",
            "references",
            "key",
            "body",
            "content",
            "contents",
            "revision",
            "version",
            "data_version",
            "created_at",
            "updated_at",
            "rowid",
            "oid",
            "ctid",
            "xmin",
            "value",
            "document",
            "body_bytes",
            "raw_bytes",
            "frame",
            "a_b",
            "a");

    static final List<String> MALFORMED_NAMES = List.of(
            "",
            "A",
            "Notes",
            "1a",
            "_a",
            "a-b",
            "a b",
            "a.b",
            "a\"b",
            "a'b",
            "a;b",
            "\u00e9",
            "a\u00e9",
            "\u0131",
            "sqlite_a",
            "pg_a",
            "a\n",
            "a\0",
            "a".repeat(Limits.NAME_CHARACTERS + 1));

    @Test
    @Rule("LIFE-8")
    void names_thatDatabasesReserve_work() {
        CollectionSpec<?>[] specs =
                AWKWARD_NAMES.stream().map(DeclarationRules::awkward).toArray(CollectionSpec<?>[]::new);
        Storage storage = bench().open(specs);
        for (CollectionSpec<?> spec : specs) {
            @SuppressWarnings("unchecked") // awkward() makes nothing else
            CollectionSpec<Note> notes = (CollectionSpec<Note>) spec;
            checkUsable(storage.collection(notes), notes.name());
        }
    }

    private static CollectionSpec<Note> awkward(String name) {
        CollectionSpec.Builder<Note> builder = CollectionSpec.of(name, Note.class);
        AWKWARD_NAMES.forEach(index -> builder.index(Index.of(index, String.class, Note::text)));
        return builder.build();
    }

    private static void checkUsable(DocumentCollection<Note> notes, String name) {
        notes.put("k", note(name), Content.text(name));
        assertThat(notes.get("k").map(Stored::value))
                .as("the document of collection %s", name)
                .contains(note(name));
        assertThat(notes.content("k").map(Content::text))
                .as("the content in collection %s", name)
                .contains(name);
        for (String index : List.of("order", "key", "body", "revision", "updated_at")) {
            Index<Note, String> declared = Index.of(index, String.class, Note::text);
            assertThat(notes.count(declared.is(name)))
                    .as("documents found by index %s of collection %s", index, name)
                    .isEqualTo(1);
        }
    }

    @Test
    @Rule("LIFE-8")
    void names_thatMeetWhenJoined_stayApart() {
        Index<Note, String> c = Index.unique("c", String.class, Note::text);
        Index<Note, String> bc = Index.unique("b_c", String.class, Note::text);
        CollectionSpec<Note> ab = CollectionSpec.of("a_b", Note.class).index(c).build();
        CollectionSpec<Note> a = CollectionSpec.of("a", Note.class).index(bc).build();
        CollectionSpec<Note> content =
                CollectionSpec.of("a_content", Note.class).build();
        Storage storage = bench().open(ab, a, content);
        storage.collection(ab).put("k", note("one"), Content.text("first"));
        storage.collection(a).put("k", note("one"), Content.text("second"));
        storage.collection(content).put("k", note("three"));
        assertThat(storage.collection(ab).content("k").map(Content::text))
                .as("content in a_b")
                .contains("first");
        assertThat(storage.collection(a).content("k").map(Content::text))
                .as("content in a")
                .contains("second");
        assertThat(storage.collection(content).content("k"))
                .as("content in a_content")
                .isEmpty();
        assertThat(storage.collection(content).count())
                .as("documents in a_content")
                .isEqualTo(1);
    }

    @Test
    @Rule("CONF-4")
    void names_malformed_areRefused() {
        for (String name : MALFORMED_NAMES) {
            refusal(
                    ConfigurationException.class,
                    "a collection called '" + name + "'",
                    () -> CollectionSpec.of(name, Note.class).build());
            refusal(
                    ConfigurationException.class,
                    "an index called '" + name + "'",
                    () -> Index.of(name, String.class, Note::text));
        }
    }

    @Test
    @Rule("CONF-4")
    void names_longest_stayDistinct() {
        String stem = "n".repeat(Limits.NAME_CHARACTERS - 1);
        CollectionSpec<Note> first = longest(stem + "a", stem);
        CollectionSpec<Note> second = longest(stem + "b", stem);
        Storage storage = bench().open(first, second);
        storage.collection(first).put("k", note("first"), Content.text("first"));
        storage.collection(second).put("k", note("second"));
        assertThat(storage.collection(first).get("k").map(Stored::value))
                .as("a document of a collection with the longest name")
                .contains(note("first"));
        assertThat(storage.collection(second).content("k"))
                .as("the content of another collection whose name begins alike")
                .isEmpty();
        Index<Note, String> by = Index.unique(stem + "y", String.class, Note::text);
        assertThat(storage.collection(second).count(by.is("second")))
                .as("documents found by an index with the longest name")
                .isEqualTo(1);
        assertThat(storage.collection(second).count(by.is("first")))
                .as("documents of another collection found by an index")
                .isZero();
    }

    private static CollectionSpec<Note> longest(String name, String stem) {
        return CollectionSpec.of(name, Note.class)
                .index(Index.of(stem + "x", Integer.class, Note::stars))
                .index(Index.unique(stem + "y", String.class, Note::text))
                .build();
    }

    @Test
    @Rule("CONF-4")
    void names_twice_areRefused() {
        CollectionSpec<Note> one = CollectionSpec.of("notes", Note.class).build();
        CollectionSpec<Note> two = CollectionSpec.of("notes", Note.class).build();
        refusal(ConfigurationException.class, "two collections of one name", () -> bench().open(one, two));
        CollectionSpec.Builder<Note> twice = CollectionSpec.of("notes", Note.class)
                .index(Index.of("text", String.class, Note::text))
                .index(Index.unique("text", String.class, Note::text));
        refusal(ConfigurationException.class, "two indexes of one name", twice::build);
    }

    @Test
    @Rule("CONF-4")
    void index_ofTypeThatCannotBeIndexed_isRefused() {
        for (Class<?> type : List.of(
                BigDecimal.class,
                LocalDateTime.class,
                Map.class,
                Object.class,
                Character.class,
                char.class,
                void.class,
                byte[].class)) {
            refusal(ConfigurationException.class, "an index of " + type, () -> Index.of("by", type, note -> null));
        }
    }

    @Test
    @Rule("CONF-4")
    void index_ofPrimitiveType_isOneOfItsWrapper() {
        primitive(int.class, note -> note.stars(), 3, 2);
        primitive(long.class, note -> (long) note.stars(), 3L, 2L);
        primitive(short.class, note -> (short) note.stars(), (short) 3, (short) 2);
        primitive(byte.class, note -> (byte) note.stars(), (byte) 3, (byte) 2);
        primitive(double.class, note -> note.stars() / 4.0, 0.75, 0.5);
        primitive(float.class, note -> note.stars() / 4.0f, 0.75f, 0.5f);
        primitive(boolean.class, note -> note.stars() > 2, true, false);
    }

    /** Opens a collection with an index of each kind. */
    private <V> void primitive(Class<V> type, Function<Note, V> value, V stored, V other) {
        Index<Note, V> single = Index.of("single", type, value);
        Index<Note, V> unique = Index.unique("only", type, value).version(2);
        MultiValueIndex<Note, V> many = MultiValueIndex.of("many", type, note -> List.of(value.apply(note)));
        CollectionSpec<Note> spec = CollectionSpec.of(type.getName() + "s", Note.class)
                .index(single)
                .index(unique)
                .index(many)
                .build();
        DocumentCollection<Note> notes = bench().open(spec).collection(spec);
        notes.put("a", new Note("n", 3));
        for (Condition<Note> condition :
                List.of(single.is(stored), single.atLeast(stored), unique.is(stored), many.contains(stored))) {
            assertThat(notes.count(condition))
                    .as("documents found by an index of %s", type)
                    .isEqualTo(1);
        }
        assertThat(notes.count(single.is(other)))
                .as("documents of another value found by an index of %s", type)
                .isZero();
        assertThat(notes.countBy(single, Condition.all()))
                .as("values of an index of %s", type)
                .isEqualTo(Map.of(stored, 1L));
    }
}
