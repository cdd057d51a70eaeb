// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Stored;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.readthrough.Served.Source;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** FRESH: what is served, and exactly until when. */
abstract class ServingRules extends ReadThroughTopic {

    @Test
    @Rule({"FRESH-1", "FRESH-4", "FRESH-25"})
    void freshValue_isServedWithItsAge_andNobodyIsAsked() {
        Duration age = HALF_HOUR.minus(MICROSECOND);
        Stored<Note> stored = stored("k", age);
        ReadThrough<Note> through = profiles(answering("new"));
        assertThat(served(through))
                .as("what is served just below refreshAfter")
                .isEqualTo(
                        new Served<>(stored.value(), Optional.empty(), false, age, stored.updatedAt(), Source.STORED));
        assertThat(background).as("refreshes of what is fresh").isEmpty();
        assertLoads(0);
        assertThat(results()).as("what was told").containsExactly(Result.HIT);
        assertThat(heard.only(ReadThroughEnded.class).map(ReadThroughEnded::age))
                .as("the age that was told")
                .containsExactly(Optional.of(age));
    }

    @Test
    @Rule({"FRESH-2", "FRESH-25"})
    void value_atRefreshAfter_isServedAsStale_andRefreshed() {
        stored("k", HALF_HOUR);
        ReadThrough<Note> through = profiles(answering("new"));
        Served<Note> stale = served(through);
        assertThat(stale.value()).as("what is served at refreshAfter").isEqualTo(note("old"));
        assertThat(stale.stale()).as("whether it is stale at refreshAfter").isTrue();
        assertThat(stale.age()).as("its age").isEqualTo(HALF_HOUR);
        assertLoads(0);
        runBackground();
        Served<Note> refreshed = served(through);
        assertThat(refreshed.value()).as("what is served after the refresh").isEqualTo(note("new"));
        assertThat(refreshed.stale())
                .as("whether it is stale after the refresh")
                .isFalse();
        assertThat(results()).as("what was told").containsExactly(Result.STALE, Result.HIT);
    }

    @Test
    @Rule({"FRESH-3", "FRESH-5"})
    void value_atExpireAfter_isLoadedWhileItsCallerWaits() {
        stored("k", HOUR.minus(MICROSECOND));
        ReadThrough<Note> through = profiles(answering("new"));
        assertThat(served(through).value())
                .as("what is served just below expireAfter")
                .isEqualTo(note("old"));
        assertLoads(0);
        advance(MICROSECOND);
        assertThat(served(through))
                .as("what is served at expireAfter")
                .isEqualTo(new Served<>(
                        note("new"),
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        bench().clock().instant(),
                        Source.FETCHED));
        assertThat(results()).as("what was told").containsExactly(Result.STALE, Result.MISS);
    }

    @Test
    @Rule("FRESH-3")
    void value_withoutExpireAfter_isServedAsStaleForEver() {
        stored("k", DAY.multipliedBy(10_000));
        ReadThrough<Note> through =
                builder(FreshnessPolicy.refreshAfter(DAY), failing()).build();
        assertThat(served(through).stale()).as("whether it is stale").isTrue();
        assertLoads(0);
    }

    @Test
    @Rule("FRESH-4")
    void age_isByTheClockOfTheStorage_andNeverNegative() {
        Stored<Note> stored = stored("k", HOUR.plus(DAY)); // by the test's clock; by any other it is of another age
        ReadThrough<Note> through =
                builder(FreshnessPolicy.refreshAfter(HOUR), answering("new")).build();
        assertThat(served(through).age()).as("the age").isEqualTo(HOUR.plus(DAY));
        assertThat(served(through).storedAt()).as("when it was stored").isEqualTo(stored.updatedAt());
        bench().clock().set(stored.updatedAt().minus(DAY));
        assertThat(served(through).age())
                .as("the age by a clock that was put back")
                .isZero();
        assertThat(served(through).stale()).as("whether that is stale").isFalse();
    }

    @Test
    @Rule("FRESH-5")
    void fetchedValue_isOfAgeZeroAndNotStale_andSoIsOneFoundUnchanged() {
        Stored<Note> before = stored("k", MICROSECOND);
        FreshnessPolicy shortest = FreshnessPolicy.refreshAfter(MICROSECOND).expireAfter(MICROSECOND);
        ReadThrough<Note> through = builder(shortest, answering("new")).build();
        bench().clock().set(before.updatedAt().plus(MICROSECOND));
        assertFetched(served(through));
        advance(HOUR);
        ReadThrough<Note> unchanged =
                builder(shortest, request -> Loaded.notChanged()).build();
        assertFetched(served(unchanged));
        bench().clock().set(before.updatedAt().minus(DAY)); // behind the document, of which the time never goes back
        assertFetched(through.refresh("k").orElseThrow());
        assertFetched(unchanged.refresh("k").orElseThrow());
        assertLoads(4);
        assertThat(background).as("refreshes of what was just fetched").isEmpty();
    }

    private void assertFetched(Served<Note> fetched) {
        assertThat(fetched.stale()).as("whether what was just fetched is stale").isFalse();
        assertThat(fetched.age()).as("the age of what was just fetched").isZero();
        assertThat(fetched.source()).as("where it says that it comes from").isEqualTo(Source.FETCHED);
        assertThat(fetched.storedAt())
                .as("when it says that it was stored")
                .isEqualTo(notes.get("k").map(Stored::updatedAt).orElse(Instant.EPOCH));
    }
}
