// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** DOC: operations on one document. */
abstract class DocumentRules extends Topic {

    static final Index<Note, String> TEXT = Index.unique("text", String.class, Note::text);

    static final CollectionSpec<Note> OWNED =
            CollectionSpec.of("owned", Note.class).index(TEXT).build();

    static final CollectionSpec<Note> NEWER =
            CollectionSpec.of("notes", Note.class).version(2).build();

    @Test
    @Rule({"DOC-1", "DOC-8"})
    void get_absent_isEmpty() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.put("other", note("other"));
        assertThat(notes.get("a")).as("get of an absent key").isEmpty();
        assertThat(notes.getWithContent("a"))
                .as("getWithContent of an absent key")
                .isEmpty();
        assertThat(notes.content("a")).as("the content of an absent key").isEmpty();
        assertThat(notes.contains("a")).as("whether an absent key is contained").isFalse();
        assertThat(notes.contains("other"))
                .as("whether a present key is contained")
                .isTrue();
    }

    @Test
    @Rule("DOC-1")
    void get_present_returnsEverything() {
        DocumentCollection<Note> notes = bench().open(NEWER).collection(NEWER);
        long revision = notes.put("a", note("1")).revision();
        bench().clock().advance(Duration.ofMinutes(1));
        notes.put("a", note("2"), Content.text("content"));
        Stored<Note> expected =
                new Stored<>("a", note("2"), revision + 1, 2, Workbench.START, Workbench.START.plusSeconds(60));
        assertThat(notes.get("a")).as("the document").contains(expected);
        assertThat(notes.getWithContent("a"))
                .as("the document with its content")
                .contains(new StoredWithContent<>(expected, Optional.of(Content.text("content"))));
        assertThat(notes.find(Condition.all())).as("the document found").containsExactly(expected);
    }

    @Test
    @Rule("DOC-2")
    void put_insertsAndReplacesAsAWhole() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        assertThat(notes.put("a", note("first"), Content.text("content")).value())
                .as("what put returned")
                .isEqualTo(note("first"));
        assertThat(notes.get("a").map(Stored::value))
                .as("the document inserted")
                .contains(note("first"));
        notes.put("a", note("second"));
        assertThat(notes.get("a").map(Stored::value))
                .as("the document replaced")
                .contains(note("second"));
        assertThat(notes.content("a")).as("the content after a put without one").isEmpty();
        assertThat(notes.count()).as("documents after two puts of one key").isEqualTo(1);
    }

    @Test
    @Rule("DOC-3")
    void insert_takenKey_isEmptyAndChangesNothing() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        assertThat(notes.insert("a", note("first"), Content.text("content")))
                .as("insert of a free key")
                .isPresent();
        Optional<StoredWithContent<Note>> before = notes.getWithContent("a");
        bench().clock().advance(Duration.ofMinutes(1));
        assertThat(notes.insert("a", note("second")))
                .as("insert of a taken key")
                .isEmpty();
        assertThat(notes.insert("a", note("second"), Content.text("other")))
                .as("insert of a taken key with content")
                .isEmpty();
        assertThat(notes.getWithContent("a"))
                .as("the document after the inserts")
                .isEqualTo(before);
    }

    @Test
    @Rule("DOC-4")
    void replace_absentKey_isEmptyAndCreatesNothing() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        assertThat(notes.replace("a", note("a"))).as("replace of an absent key").isEmpty();
        assertThat(notes.replace("a", note("a"), Content.text("content")))
                .as("replace of an absent key with content")
                .isEmpty();
        assertThat(notes.contains("a"))
                .as("whether replace created the document")
                .isFalse();
        notes.put("a", note("first"));
        assertThat(notes.replace("a", note("second")).map(Stored::value))
                .as("what replace of a present key returned")
                .contains(note("second"));
        assertThat(notes.get("a").map(Stored::value))
                .as("the document replaced")
                .contains(note("second"));
    }

    @Test
    @Rule("DOC-5")
    void update_changesValueAndKeepsContent() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.put("a", new Note("text", 1), Content.text("content"));
        Optional<Stored<Note>> updated = notes.update("a", old -> new Note(old.text(), old.stars() + 1));
        assertThat(updated.map(Stored::value)).as("what update returned").contains(new Note("text", 2));
        assertThat(notes.get("a")).as("the document updated").isEqualTo(updated);
        assertThat(notes.content("a").map(Content::text))
                .as("the content after update")
                .contains("content");
    }

    @Test
    @Rule("DOC-5")
    void update_absentKey_isEmptyAndDoesNotCall() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        Optional<Stored<Note>> updated = notes.update("a", old -> {
            throw new AssertionError("the function was called for an absent key");
        });
        assertThat(updated).as("update of an absent key").isEmpty();
        assertThat(notes.count()).as("documents after update of an absent key").isZero();
    }

    @Test
    @Rule("DOC-5")
    void update_functionThrows_arrivesUnchanged() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        Stored<Note> before = notes.put("a", note("before"));
        IllegalStateException thrown = new IllegalStateException("by the application");
        assertThatThrownBy(() -> notes.update("a", old -> {
                    throw thrown;
                }))
                .as("what update throws when its function does")
                .isSameAs(thrown);
        assertThat(notes.get("a")).as("the document after the function threw").contains(before);
    }

    @Test
    @Rule("DOC-6")
    void touch_movesRevisionAndUpdatedAtOnly() {
        DocumentCollection<Note> notes = bench().open(OWNED).collection(OWNED);
        Stored<Note> before = notes.put("a", note("text"), Content.text("content"));
        bench().clock().advance(Duration.ofMinutes(1));
        assertThat(notes.touch("a")).as("whether the touched document exists").isTrue();
        Stored<Note> expected = new Stored<>(
                "a", note("text"), before.revision() + 1, 1, before.createdAt(), Workbench.START.plusSeconds(60));
        assertThat(notes.get("a")).as("the document touched").contains(expected);
        assertThat(notes.content("a").map(Content::text))
                .as("the content of the document touched")
                .contains("content");
        assertThat(notes.find(TEXT.is("text")))
                .as("the document touched, found by its index")
                .containsExactly(expected);
    }

    @Test
    @Rule("DOC-6")
    void touch_absentKey_isFalse() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        assertThat(notes.touch("a"))
                .as("whether an absent document was touched")
                .isFalse();
        assertThat(notes.contains("a")).as("whether touch created the document").isFalse();
    }

    @Test
    @Rule("DOC-7")
    void delete_removesDocumentContentAndIndexValues() {
        DocumentCollection<Note> notes = bench().open(OWNED).collection(OWNED);
        notes.put("a", note("text"), Content.text("content"));
        notes.put("b", note("other"));
        assertThat(notes.delete("a")).as("whether the document existed").isTrue();
        assertThat(notes.get("a")).as("the document after delete").isEmpty();
        assertThat(notes.content("a")).as("its content after delete").isEmpty();
        assertThat(notes.count(TEXT.is("text")))
                .as("documents with its index value after delete")
                .isZero();
        assertThat(notes.delete("a")).as("whether it existed the second time").isFalse();
        assertThat(notes.count()).as("documents that stayed").isEqualTo(1);
        notes.insert("a", note("text"));
        assertThat(notes.content("a"))
                .as("the content of a new document under the old key")
                .isEmpty();
    }

    @Test
    @Rule("DOC-9")
    void write_thatReturned_isSeenByOtherThreadsAndStorages() throws Exception {
        DocumentCollection<Note> writer = bench().open(NOTES).collection(NOTES);
        DocumentCollection<Note> other = bench().open(NOTES).collection(NOTES);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 100; i++) {
                Stored<Note> written = writer.put("a", new Note("a", i));
                assertThat(reader.submit(() -> writer.get("a")).get(30, TimeUnit.SECONDS))
                        .as("read %s on another thread", i)
                        .contains(written);
                assertThat(reader.submit(() -> other.get("a")).get(30, TimeUnit.SECONDS))
                        .as("read %s through another storage", i)
                        .contains(written);
            }
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    @Rule("DOC-10")
    void document_ofNewerVersion_isSchemaException() {
        bench().open(NEWER).collection(NEWER).put("the-key", note("SECRET"));
        DocumentCollection<Note> older = bench().open(NOTES).collection(NOTES);
        checkMessage(refusal(SchemaException.class, "get", () -> older.get("the-key")));
        checkMessage(refusal(SchemaException.class, "find", () -> older.find(Condition.all())));
        checkMessage(refusal(SchemaException.class, "update", () -> older.update("the-key", old -> old)));
        assertThat(older.touch("the-key")).as("whether it was touched").isTrue();
        checkMessage(refusal(SchemaException.class, "get after touch", () -> older.get("the-key")));
        older.put("the-key", note("older"));
        assertThat(older.get("the-key").map(Stored::dataVersion))
                .as("the data version after the older program replaced it")
                .contains(1);
    }

    private static void checkMessage(SchemaException failure) {
        assertThat(failure)
                .as("the message")
                .hasMessageContainingAll("notes", "the-key")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    @Rule("DOC-10")
    void document_ofOlderVersion_isRead() {
        bench().open(NOTES).collection(NOTES).put("a", note("older"));
        DocumentCollection<Note> newer = bench().open(NEWER).collection(NEWER);
        assertThat(newer.get("a").map(Stored::dataVersion))
                .as("the data version of a document of the older program")
                .contains(1);
        newer.update("a", old -> old);
        assertThat(newer.get("a").map(Stored::dataVersion))
                .as("the data version after the newer program wrote it")
                .contains(2);
    }
}
