// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Content;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** FRESH: what a load stores, and what it leaves alone. */
abstract class StoringRules extends ReadThroughTopic {

    @Test
    @Rule("FRESH-10")
    void load_leavesAlone_whatTheApplicationInsertedOrWroteMeanwhile() {
        ReadThrough<Note> through = profiles(request -> {
            notes.put("k", note("own"));
            return Loaded.of(note("new"));
        });
        assertThat(served(through).value()).as("what the caller of a load gets").isEqualTo(note("new"));
        assertThat(textOf("k")).as("what was inserted meanwhile").isEqualTo("own");
        advance(HOUR);
        assertThat(served(through).value()).as("what the caller of a load gets").isEqualTo(note("new"));
        assertThat(textOf("k")).as("what was written meanwhile").isEqualTo("own");
        assertLoads(2);
    }

    @Test
    @Rule("FRESH-10")
    void load_doesNotBringBack_whatTheApplicationDeletedMeanwhile() {
        stored("k", HOUR);
        ReadThrough<Note> through = profiles(request -> {
            notes.delete("k");
            return Loaded.of(note("new"));
        });
        assertThat(served(through).value())
                .as("what the caller of the load gets")
                .isEqualTo(note("new"));
        assertThat(textOf("k")).as("what was deleted meanwhile").isEqualTo("nothing");
    }

    @Test
    @Rule("FRESH-11")
    void notChanged_movesTimeAndRevision_andNothingElse() {
        Stored<Note> before = notes.put("k", note("old"), Content.text("page"));
        advance(HOUR);
        ReadThrough<Note> through =
                builder(PROFILES, request -> Loaded.notChanged()).contents().build();
        Served<Note> fetched = served(through);
        assertThat(fetched.value()).as("what is served").isEqualTo(note("old"));
        assertThat(fetched.content()).as("the content that is served").contains(Content.text("page"));
        Stored<Note> after = notes.get("k").orElseThrow();
        assertThat(after.updatedAt()).as("updatedAt").isEqualTo(bench().clock().instant());
        assertThat(after.createdAt()).as("createdAt").isEqualTo(before.createdAt());
        assertThat(after.revision()).as("revision").isEqualTo(before.revision() + 1);
        assertThat(after.value()).as("value").isEqualTo(note("old"));
        assertThat(notes.content("k")).as("content").contains(Content.text("page"));
    }

    @Test
    @Rule("FRESH-11")
    void notChanged_whereNothingIsStored_isRefused() {
        ReadThrough<Note> through = profiles(request -> Loaded.notChanged());
        assertThat(refusal(UsageException.class, "get", () -> through.get("k")))
                .as("the message")
                .hasMessageContaining("key \"k\"")
                .hasMessageContaining("notChanged");
        assertThat(textOf("k")).as("what is stored").isEqualTo("nothing");
    }

    @Test
    @Rule("FRESH-12")
    void absent_isEmpty_andDeletesWhatWasStored_unlessItWasWrittenMeanwhile() {
        notes.put("k", note("old"), Content.text("page"));
        stored("written", HOUR);
        ReadThrough<Note> through = profiles(request -> {
            if (request.key().equals("written")) {
                notes.put("written", note("own"));
            }
            return Loaded.absent();
        });
        assertThat(through.get("k")).as("what is served").isEmpty();
        assertThat(through.get("written")).as("what is served").isEmpty();
        assertThat(textOf("k")).as("what the source has not").isEqualTo("nothing");
        assertThat(notes.content("k")).as("its content").isEmpty();
        assertThat(textOf("written")).as("what was written meanwhile").isEqualTo("own");
    }

    @Test
    @Rule({"FRESH-18", "FRESH-25"})
    void absence_isBelieved_untilItHasExactlyThatAge_byEveryProcess() {
        FreshnessPolicy policy = PROFILES.negatives(HALF_HOUR);
        ReadThrough<Note> through = builder(policy, request -> Loaded.absent()).build();
        assertThat(through.get("k")).isEmpty();
        advance(HALF_HOUR.minus(MICROSECOND));
        Storage other = open();
        assertThat(through.get("k")).isEmpty();
        assertThat(builder(other, policy, answering("new")).build().get("k"))
                .as("what another process serves")
                .isEmpty();
        assertThat(through.getAll(List.of("k"))).isEmpty();
        assertLoads(1);
        advance(MICROSECOND);
        assertThat(through.get("k")).isEmpty();
        assertLoads(2);
        assertThat(results())
                .as("what was told")
                .containsExactly(Result.MISS, Result.NEGATIVE, Result.NEGATIVE, Result.NEGATIVE, Result.MISS);
    }

    @Test
    @Rule("FRESH-18")
    void absence_isForgotten_whenThereIsAValue() {
        FreshnessPolicy policy = PROFILES.negatives(HALF_HOUR);
        Loader<Note> loader = request -> loads.get() == 1 ? Loaded.absent() : Loaded.of(note("new"));
        ReadThrough<Note> through = builder(policy, loader).build();
        assertThat(through.get("k")).isEmpty();
        assertThat(storage.collection(ReadThrough.ABSENCES).count())
                .as("absences stored")
                .isOne();
        advance(HALF_HOUR);
        assertThat(served(through).value()).as("what is served").isEqualTo(note("new"));
        assertThat(storage.collection(ReadThrough.ABSENCES).count())
                .as("absences stored when there is a value")
                .isZero();
    }

    @Test
    @Rule("FRESH-18")
    void document_countsMoreThanAnAbsence_andWithoutNegativesEachCallAsks() {
        ReadThrough<Note> believing =
                builder(PROFILES.negatives(HOUR), request -> Loaded.absent()).build();
        assertThat(believing.get("k".repeat(512))).isEmpty();
        assertThat(believing.get("k".repeat(512))).isEmpty();
        assertLoads(1);
        assertThat(believing.get("k")).isEmpty();
        notes.put("k", note("own"));
        assertThat(served(believing).value()).as("a document that is there").isEqualTo(note("own"));
        ReadThrough<Note> asking = profiles(request -> Loaded.absent());
        assertThat(asking.get("none")).isEmpty();
        assertThat(asking.get("none")).isEmpty();
        assertLoads(4);
    }

    @Test
    @Rule("FRESH-22")
    void content_isServedWhereItIsWanted_andStoredInAnyCase() {
        Loader<Note> loader = request -> Loaded.of(note("new"), Content.text("page"));
        ReadThrough<Note> without = profiles(loader);
        assertThat(served(without).content())
                .as("the content where none is wanted")
                .isEmpty();
        assertThat(notes.content("k")).as("the content that is stored").contains(Content.text("page"));
        ReadThrough<Note> with = builder(PROFILES, loader).contents().build();
        assertThat(served(with).content()).as("the content that was stored").contains(Content.text("page"));
        assertThat(with.get("other").flatMap(Served::content))
                .as("the content that was fetched")
                .isEqualTo(Optional.of(Content.text("page")));
        assertThat(with.getAll(List.of("k", "other")).values())
                .as("the contents of several")
                .extracting(Served::content)
                .containsOnly(Optional.of(Content.text("page")));
    }
}
