// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** REV: revisions and expectations. */
abstract class RevisionRules extends Topic {

    @Test
    @Rule("REV-1")
    void revision_eachWrite_addsOne() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        long first = notes.insert("a", note("first")).orElseThrow().revision();
        assertThat(first).as("the first revision").isPositive();
        List<Long> revisions = new ArrayList<>();
        revisions.add(notes.put("a", note("put")).revision());
        revisions.add(notes.replace("a", note("replace")).orElseThrow().revision());
        revisions.add(notes.replaceIf("a", first + 2, note("if")).orElseThrow().revision());
        revisions.add(notes.update("a", old -> note("update")).orElseThrow().revision());
        revisions.add(
                notes.putAll(List.of(Document.of("a", note("all")))).get(0).revision());
        notes.touch("a");
        revisions.add(notes.get("a").orElseThrow().revision());
        assertThat(revisions)
                .as("revisions after put, replace, replaceIf, update, putAll and touch; the first was %s", first)
                .containsExactly(first + 1, first + 2, first + 3, first + 4, first + 5, first + 6);
    }

    @Test
    @Rule("REV-1")
    void revision_inTransaction_addsOneForEachWrite() {
        Storage storage = bench().open(NOTES);
        long first = storage.collection(NOTES).put("a", note("0")).revision();
        storage.transactWithoutResult(open -> {
            open.collection(NOTES).put("a", note("1"));
            open.collection(NOTES).touch("a");
        });
        assertThat(storage.collection(NOTES).get("a").map(Stored::revision))
                .as("the revision after two writes in a transaction")
                .contains(first + 2);
    }

    @Test
    @Rule("REV-2")
    void replaceIf_currentRevision_applies() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        long revision = notes.put("a", note("first")).revision();
        assertThat(notes.replaceIf("a", revision, note("second"), Content.text("content")))
                .as("replaceIf at the current revision")
                .isPresent();
        assertThat(notes.get("a").map(Stored::value))
                .as("the document replaced")
                .contains(note("second"));
        assertThat(notes.content("a").map(Content::text)).as("its content").contains("content");
    }

    @Test
    @Rule({"REV-2", "REV-4"})
    void replaceIf_otherRevision_changesNothing() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        long old = notes.put("a", note("first"), Content.text("first")).revision();
        notes.touch("a");
        Optional<StoredWithContent<Note>> before = notes.getWithContent("a");
        for (long revision : new long[] {old, old + 2, old - 1, 0, -1, Long.MAX_VALUE}) {
            bench().clock().advance(Duration.ofMinutes(1));
            assertThat(notes.replaceIf("a", revision, note("lost")))
                    .as("replaceIf at revision %s of a document at %s", revision, old + 1)
                    .isEmpty();
            assertThat(notes.replaceIf("a", revision, note("lost"), Content.text("lost")))
                    .as("replaceIf with content")
                    .isEmpty();
            assertThat(notes.getWithContent("a"))
                    .as("the document after replaceIf at another revision")
                    .isEqualTo(before);
        }
        assertThat(notes.replaceIf("absent", old, note("new")))
                .as("replaceIf of an absent key")
                .isEmpty();
        assertThat(notes.contains("absent"))
                .as("whether replaceIf created the document")
                .isFalse();
    }

    @Test
    @Rule({"REV-2", "REV-4"})
    void deleteIf_appliesAtCurrentRevisionOnly() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        long old = notes.put("a", note("first"), Content.text("first")).revision();
        long current = notes.update("a", note -> note("second")).orElseThrow().revision();
        Optional<StoredWithContent<Note>> before = notes.getWithContent("a");
        assertThat(notes.deleteIf("a", old))
                .as("whether deleteIf at an earlier revision deleted")
                .isFalse();
        assertThat(notes.deleteIf("a", current + 1))
                .as("whether deleteIf at a later revision deleted")
                .isFalse();
        assertThat(notes.deleteIf("absent", old))
                .as("whether deleteIf of an absent key deleted")
                .isFalse();
        assertThat(notes.getWithContent("a"))
                .as("the document after deleteIf at other revisions")
                .isEqualTo(before);
        assertThat(notes.deleteIf("a", current))
                .as("whether deleteIf at the current revision deleted")
                .isTrue();
        assertThat(notes.contains("a"))
                .as("whether the document is there still")
                .isFalse();
    }

    @Test
    @Rule("REV-3")
    void revision_ofEarlierLife_doesNotFit() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        List<Long> earlier = new ArrayList<>();
        for (int life = 0; life < 10; life++) {
            long revision =
                    notes.insert("a", note("life " + life)).orElseThrow().revision();
            assertThat(earlier).as("revisions of earlier lives").doesNotContain(revision);
            for (long old : earlier) {
                assertThat(notes.replaceIf("a", old, note("risen")))
                        .as("replaceIf at a revision of an earlier life")
                        .isEmpty();
                assertThat(notes.deleteIf("a", old))
                        .as("whether deleteIf at a revision of an earlier life deleted")
                        .isFalse();
            }
            earlier.add(revision);
            notes.touch("a");
            earlier.add(revision + 1);
            assertThat(life % 2 == 0 ? notes.delete("a") : notes.clear() == 1)
                    .as("whether the document was deleted")
                    .isTrue();
        }
    }

    @Test
    @Rule("REV-4")
    void write_notApplied_movesNothing() {
        DocumentCollection<Note> notes = bench().open(DocumentRules.OWNED).collection(DocumentRules.OWNED);
        notes.put("a", note("a"), Content.text("content"));
        notes.put("z", note("taken"));
        Optional<StoredWithContent<Note>> before = notes.getWithContent("a");
        bench().clock().advance(Duration.ofMinutes(1));
        assertThat(notes.insert("a", note("insert")))
                .as("insert of a taken key")
                .isEmpty();
        refusal(UniqueViolationException.class, "put of a taken unique value", () -> notes.put("a", note("taken")));
        refusal(
                UniqueViolationException.class,
                "putAll that is refused in the end",
                () -> notes.putAll(List.of(Document.of("a", note("b")), Document.of("b", note("taken")))));
        assertThat(notes.getWithContent("a"))
                .as("the document after writes that were not applied")
                .isEqualTo(before);
    }

    @Test
    @Rule("REV-4")
    void write_rolledBack_movesNothing() {
        Storage storage = bench().open(NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        notes.put("a", note("a"));
        Optional<Stored<Note>> before = notes.get("a");
        bench().clock().advance(Duration.ofMinutes(1));
        IllegalStateException thrown = new IllegalStateException("by the application");
        assertThatThrownBy(() -> storage.transact(open -> {
                    open.collection(NOTES).put("a", note("b"));
                    open.collection(NOTES).touch("a");
                    throw thrown;
                }))
                .as("what the work of a transaction throws")
                .isSameAs(thrown);
        assertThat(notes.get("a")).as("the document after the rollback").isEqualTo(before);
    }
}
