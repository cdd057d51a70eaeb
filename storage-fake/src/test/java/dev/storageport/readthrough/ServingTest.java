// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import static dev.storageport.readthrough.Fixture.DAY;
import static dev.storageport.readthrough.Fixture.HALF_HOUR;
import static dev.storageport.readthrough.Fixture.HOUR;
import static dev.storageport.readthrough.Fixture.MICROSECOND;
import static dev.storageport.readthrough.Fixture.NOTES;
import static dev.storageport.readthrough.Fixture.PROFILES;
import static dev.storageport.readthrough.Fixture.START;
import static dev.storageport.readthrough.Fixture.answering;
import static dev.storageport.readthrough.Fixture.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.Content;
import dev.storageport.InvalidValueException;
import dev.storageport.LoadFailedException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.fake.FakeStorage;
import dev.storageport.readthrough.Fixture.Note;
import dev.storageport.readthrough.Served.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is served, exactly until when, and what a load stores. */
class ServingTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Served<Note> served(ReadThrough<Note> notes) {
        return notes.get("k").orElseThrow();
    }

    // ---- the bounds

    @Test
    void fresh_isServedWithoutALoad() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        Stored<Note> stored = fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HALF_HOUR.minus(MICROSECOND));
        assertThat(served(notes))
                .isEqualTo(new Served<>(
                        new Note("old"),
                        Optional.empty(),
                        false,
                        HALF_HOUR.minus(MICROSECOND),
                        stored.updatedAt(),
                        Source.STORED));
        fixture.runBackground();
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.results()).containsExactly(Result.HIT);
        assertThat(fixture.served.get(0).age()).contains(HALF_HOUR.minus(MICROSECOND));
    }

    @Test
    void value_atRefreshAfter_isStaleAndRefreshed() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HALF_HOUR);
        Served<Note> stale = served(notes);
        assertThat(stale.value()).isEqualTo(new Note("old"));
        assertThat(stale.stale()).isTrue();
        assertThat(stale.age()).isEqualTo(HALF_HOUR);
        fixture.runBackground();
        assertThat(served(notes).value()).isEqualTo(new Note("new"));
        assertThat(served(notes).stale()).isFalse();
        assertThat(fixture.results()).containsExactly(Result.STALE, Result.HIT, Result.HIT);
    }

    @Test
    void value_justBelowExpireAfter_isServed_andAtItIsNot() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR.minus(MICROSECOND));
        assertThat(served(notes).value()).isEqualTo(new Note("old"));
        assertThat(fixture.loads).hasValue(0);
        fixture.clock.advance(MICROSECOND);
        Served<Note> fetched = served(notes);
        assertThat(fetched)
                .isEqualTo(new Served<>(
                        new Note("new"), Optional.empty(), false, Duration.ZERO, START.plus(HOUR), Source.FETCHED));
        assertThat(fixture.results()).containsExactly(Result.STALE, Result.MISS);
        assertThat(fixture.served.get(1).age()).isEmpty();
    }

    @Test
    void value_thatNeverExpires_isServedAsStaleForEver() {
        ReadThrough<Note> notes =
                fixture.builder(FreshnessPolicy.refreshAfter(DAY), failing()).build();
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(DAY.minus(MICROSECOND));
        assertThat(served(notes).stale()).isFalse();
        fixture.clock.advance(DAY.multipliedBy(10_000));
        assertThat(served(notes).stale()).isTrue();
    }

    @Test
    void value_thatExpiresWhenItIsStale_isNeverRefreshedInTheBackground() {
        ReadThrough<Note> notes = fixture.builder(
                        FreshnessPolicy.refreshAfter(HOUR).expireAfter(HOUR), answering("new"))
                .build();
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        assertThat(served(notes).source()).isEqualTo(Source.FETCHED);
        assertThat(fixture.refreshes).isEmpty();
    }

    @Test
    void fetched_isOfAgeZeroAndNotStale_alsoWhenTheClockIsBehindTheDocument() {
        ReadThrough<Note> notes = fixture.builder(
                        FreshnessPolicy.refreshAfter(MICROSECOND).expireAfter(MICROSECOND), answering("new"))
                .build();
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(MICROSECOND);
        Served<Note> fetched = served(notes);
        assertThat(fetched.stale()).isFalse();
        assertThat(fetched.age()).isZero();
        assertThat(fetched.storedAt())
                .isEqualTo(fixture.notes.get("k").orElseThrow().updatedAt());
        fixture.clock.advance(DAY.negated());
        assertThat(served(notes).age()).as("a clock that was put back").isZero();
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void policy_thatMakesNoSense_isRefusedByName() {
        assertThatThrownBy(() -> FreshnessPolicy.refreshAfter(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("refreshAfter");
        FreshnessPolicy policy = FreshnessPolicy.refreshAfter(HOUR);
        assertThatThrownBy(() -> policy.expireAfter(HOUR.negated()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("expireAfter");
        assertThatThrownBy(() -> policy.expireAfter(HOUR.minus(MICROSECOND)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("refreshAfter");
        assertThatThrownBy(() -> policy.staleOnError(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("staleOnError");
        assertThatThrownBy(() -> policy.negatives(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("negatives");
    }

    // ---- what a load stores

    @Test
    void missing_isLoadedStoredAndServed() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        Served<Note> fetched = served(notes);
        assertThat(fetched.source()).isEqualTo(Source.FETCHED);
        Stored<Note> stored = fixture.notes.get("k").orElseThrow();
        assertThat(stored.value()).isEqualTo(new Note("new"));
        assertThat(fetched.storedAt()).isEqualTo(stored.updatedAt());
        assertThat(served(notes).source()).isEqualTo(Source.STORED);
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void loader_seesWhatIsStored() {
        Stored<Note> stored = fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            assertThat(request.key()).isEqualTo("k");
            assertThat(request.stored()).contains(stored);
            return Loaded.of(new Note("new"));
        });
        assertThat(served(notes).value()).isEqualTo(new Note("new"));
    }

    @Test
    void notChanged_movesTheTimeAndNothingElse() {
        Stored<Note> stored = fixture.notes.put("k", new Note("old"), Content.text("page"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.builder(PROFILES, request -> Loaded.notChanged())
                .contents()
                .build();
        Served<Note> fetched = served(notes);
        assertThat(fetched)
                .isEqualTo(new Served<>(
                        new Note("old"),
                        Optional.of(Content.text("page")),
                        false,
                        Duration.ZERO,
                        START.plus(HOUR),
                        Source.FETCHED));
        Stored<Note> touched = fixture.notes.get("k").orElseThrow();
        assertThat(touched.updatedAt()).isEqualTo(START.plus(HOUR));
        assertThat(touched.createdAt()).isEqualTo(stored.createdAt());
        assertThat(touched.revision()).isEqualTo(stored.revision() + 1);
        assertThat(fixture.notes.content("k")).contains(Content.text("page"));
    }

    @Test
    void notChanged_whereNothingIsStored_isRefused() {
        ReadThrough<Note> notes = fixture.profiles(request -> Loaded.notChanged());
        assertThatThrownBy(() -> notes.get("k"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("collection notes, key \"k\"")
                .hasMessageContaining("notChanged");
    }

    @Test
    void answer_thatIsNull_isRefused() {
        @SuppressWarnings("NullAway") // that is the point
        ReadThrough<Note> notes = fixture.profiles(request -> null);
        assertThatThrownBy(() -> notes.get("k"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Loaded.absent()");
    }

    @Test
    void absent_isEmptyAndStoresNothing() {
        ReadThrough<Note> notes = fixture.profiles(request -> Loaded.absent());
        assertThat(notes.get("k")).isEmpty();
        assertThat(notes.get("k")).isEmpty();
        assertThat(fixture.loads).as("absences are not kept by default").hasValue(2);
        assertThat(fixture.notes.count()).isZero();
        assertThat(fixture.results()).containsExactly(Result.MISS, Result.MISS);
    }

    @Test
    void absent_deletesWhatHasExpired_unlessSomebodyWroteIt() {
        fixture.notes.put("k", new Note("old"));
        fixture.notes.put("l", new Note("old"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            if (request.key().equals("l")) {
                fixture.notes.put("l", new Note("of the application"));
            }
            return Loaded.absent();
        });
        assertThat(notes.get("k")).isEmpty();
        assertThat(notes.get("l")).isEmpty();
        assertThat(fixture.notes.contains("k")).isFalse();
        assertThat(fixture.notes.get("l").orElseThrow().value()).isEqualTo(new Note("of the application"));
    }

    @Test
    void load_doesNotOverwriteWhatTheApplicationWroteMeanwhile() {
        ReadThrough<Note> notes = fixture.profiles(request -> {
            fixture.notes.put("k", new Note("of the application"));
            return Loaded.of(new Note("new"));
        });
        assertThat(served(notes).value()).isEqualTo(new Note("new"));
        assertThat(served(notes).value()).isEqualTo(new Note("of the application"));
        fixture.clock.advance(HOUR);
        assertThat(served(notes).value()).as("a document that was there").isEqualTo(new Note("new"));
        assertThat(served(notes).value()).isEqualTo(new Note("of the application"));
    }

    @Test
    void load_doesNotBringBackWhatTheApplicationDeletedMeanwhile() {
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        ReadThrough<Note> notes = fixture.profiles(request -> {
            fixture.notes.delete("k");
            return Loaded.of(new Note("new"));
        });
        assertThat(served(notes).value()).isEqualTo(new Note("new"));
        assertThat(fixture.notes.contains("k")).isFalse();
    }

    @Test
    void content_isServedWhereItIsWanted_andStoredInAnyCase() {
        Loader<Note> loader = request -> Loaded.of(new Note("new"), Content.text("page"));
        ReadThrough<Note> without = fixture.profiles(loader);
        assertThat(served(without).content()).isEmpty();
        assertThat(fixture.notes.content("k")).contains(Content.text("page"));
        try (ReadThrough<Note> with =
                fixture.builder(PROFILES, loader).contents().build()) {
            assertThat(served(with).content()).contains(Content.text("page"));
            assertThat(with.get("l").orElseThrow().content()).contains(Content.text("page"));
            fixture.clock.advance(HOUR);
            assertThat(served(with).content()).contains(Content.text("page"));
        }
        assertThat(served(without).content()).isEmpty();
    }

    @Test
    void served_isMappedToWhatIsDerived() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        Served<Integer> length = served(notes).map(note -> note.text().length());
        assertThat(length.value()).isEqualTo(3);
        assertThat(length.source()).isEqualTo(Source.FETCHED);
    }

    // ---- refusals

    @Test
    void calls_inATransaction_areRefusedBeforeALoad() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        assertThatThrownBy(() -> fixture.storage.transact(open -> notes.get("k")))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> fixture.storage.transact(open -> notes.getAll(List.of("k"))))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> fixture.storage.transact(open -> notes.refresh("k")))
                .isInstanceOf(UsageException.class);
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.storeFailures).isEmpty();
    }

    @Test
    void keys_thatAreNone_areRefusedBeforeALoad() {
        ReadThrough<Note> notes = fixture.profiles(answering("new"));
        assertThatThrownBy(() -> notes.get("")).isInstanceOf(InvalidValueException.class);
        assertThat(fixture.loads).hasValue(0);
        assertThat(fixture.results()).containsExactly(Result.FAILED);
    }

    @Test
    void builder_withoutAPolicy_isRefused() {
        assertThatThrownBy(() -> ReadThrough.builder(fixture.storage, NOTES, answering("new"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("policy");
    }

    @Test
    void negatives_whereTheirCollectionIsNotDeclared_areRefused() {
        try (Storage without = FakeStorage.open(NOTES)) {
            assertThatThrownBy(() -> fixture.builder(without, PROFILES.negatives(HOUR), answering("new"))
                            .build())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("ReadThrough.ABSENCES");
        }
    }

    @Test
    void calls_afterClosing_areRefused() {
        ReadThrough<Note> closed = fixture.profiles(answering("new"));
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.get("k")).isInstanceOf(StorageClosedException.class);
        assertThatThrownBy(() -> closed.refreshLater("k")).isInstanceOf(StorageClosedException.class);
        ReadThrough<Note> ofTheStorage = fixture.profiles(answering("new"));
        fixture.storage.close();
        assertThatThrownBy(() -> ofTheStorage.get("k")).isInstanceOf(StorageClosedException.class);
        assertThatThrownBy(() -> fixture.profiles(answering("new"))).isInstanceOf(StorageClosedException.class);
    }

    // ---- failures of the source

    @Test
    void failure_ofTheLoader_isTheCauseAndNotQuoted() {
        ReadThrough<Note> notes = fixture.profiles(failing());
        assertThatThrownBy(() -> notes.get("k"))
                .isInstanceOfSatisfying(LoadFailedException.class, failed -> {
                    assertThat(failed.collection()).isEqualTo("notes");
                    assertThat(failed.key()).contains("k");
                    assertThat(failed.remedy()).isEqualTo(LoadFailedException.Remedy.RETRY);
                })
                .hasCauseInstanceOf(IOException.class)
                .hasMessage("collection notes, key \"k\": could not be loaded: java.io.IOException");
        assertThatThrownBy(() -> notes.get("k")).isInstanceOf(LoadFailedException.class);
        assertThat(fixture.loads).as("a caller who gets nothing always tries").hasValue(2);
        assertThat(fixture.results()).containsExactly(Result.FAILED, Result.FAILED);
    }

    @Test
    void expired_isServedOnError_exactlyAsLongAsThePolicySays() {
        ReadThrough<Note> notes =
                fixture.builder(PROFILES.staleOnError(DAY), failing()).build();
        Stored<Note> stored = fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR.plus(DAY).minus(MICROSECOND));
        assertThat(served(notes))
                .isEqualTo(new Served<>(
                        new Note("old"),
                        Optional.empty(),
                        true,
                        HOUR.plus(DAY).minus(MICROSECOND),
                        stored.updatedAt(),
                        Source.STORED));
        assertThat(fixture.results()).containsExactly(Result.STALE_ON_ERROR);
        fixture.clock.advance(MICROSECOND);
        assertThatThrownBy(() -> notes.get("k")).isInstanceOf(LoadFailedException.class);
        assertThat(fixture.notes.get("k")).contains(stored);
    }

    @Test
    void expired_isServedOnErrorWithoutAnotherTry_whileTheKeyIsLeftAlone() {
        ReadThrough<Note> notes = fixture.builder(PROFILES.staleOnError(DAY), failing())
                .backOff(Duration.ofSeconds(10), Duration.ofSeconds(10))
                .build();
        fixture.notes.put("k", new Note("old"));
        fixture.clock.advance(HOUR);
        served(notes);
        fixture.clock.advance(Duration.ofSeconds(10).minus(MICROSECOND));
        served(notes);
        assertThat(fixture.loads).hasValue(1);
        fixture.clock.advance(MICROSECOND);
        served(notes);
        assertThat(fixture.loads).hasValue(2);
        assertThat(fixture.results())
                .containsExactly(Result.STALE_ON_ERROR, Result.STALE_ON_ERROR, Result.STALE_ON_ERROR);
    }

    // ---- absences

    @Test
    void absence_isBelievedExactlyAsLongAsThePolicySays_byOtherProcessesToo() {
        FreshnessPolicy policy = PROFILES.negatives(HALF_HOUR);
        ReadThrough<Note> notes =
                fixture.builder(policy, request -> Loaded.absent()).build();
        assertThat(notes.get("k")).isEmpty();
        fixture.clock.advance(HALF_HOUR.minus(MICROSECOND));
        assertThat(notes.get("k")).isEmpty();
        try (Storage other = fixture.open()) {
            assertThat(fixture.builder(other, policy, answering("new")).build().get("k"))
                    .isEmpty();
        }
        assertThat(notes.getAll(List.of("k"))).isEmpty();
        assertThat(fixture.loads).hasValue(1);
        fixture.clock.advance(MICROSECOND);
        assertThat(notes.get("k")).isEmpty();
        assertThat(fixture.loads).hasValue(2);
        assertThat(fixture.results())
                .containsExactly(Result.MISS, Result.NEGATIVE, Result.NEGATIVE, Result.NEGATIVE, Result.MISS);
    }

    @Test
    void absence_isForgottenWhenThereIsAValue() {
        ReadThrough<Note> notes = fixture.builder(
                        PROFILES.negatives(HALF_HOUR),
                        request -> fixture.loads.get() == 1 ? Loaded.absent() : Loaded.of(new Note("new")))
                .build();
        assertThat(notes.get("k")).isEmpty();
        assertThat(fixture.storage.collection(ReadThrough.ABSENCES).count()).isEqualTo(1);
        fixture.clock.advance(HALF_HOUR);
        assertThat(served(notes).value()).isEqualTo(new Note("new"));
        assertThat(fixture.storage.collection(ReadThrough.ABSENCES).count()).isZero();
    }

    @Test
    void absence_ofALongKey_isKept() {
        ReadThrough<Note> notes = fixture.builder(PROFILES.negatives(HOUR), request -> Loaded.absent())
                .build();
        String key = "k".repeat(512);
        assertThat(notes.get(key)).isEmpty();
        assertThat(notes.get(key)).isEmpty();
        assertThat(fixture.loads).hasValue(1);
    }

    @Test
    void document_thatIsThere_countsMoreThanAnAbsence() {
        ReadThrough<Note> notes = fixture.builder(PROFILES.negatives(HOUR), request -> Loaded.absent())
                .build();
        assertThat(notes.get("k")).isEmpty();
        fixture.notes.put("k", new Note("of the application"));
        assertThat(served(notes).value()).isEqualTo(new Note("of the application"));
    }
}
