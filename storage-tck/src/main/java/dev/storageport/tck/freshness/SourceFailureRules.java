// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.LoadFailedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.Loader;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.readthrough.Served.Source;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** FRESH: what is served when the source fails, or takes too long. */
abstract class SourceFailureRules extends ReadThroughTopic {

    @Test
    @Rule({"FRESH-17", "FRESH-25"})
    void expiredValue_isServedOnError_exactlyAsLongAsThePolicySays() {
        Duration last = HOUR.plus(DAY).minus(MICROSECOND);
        Stored<Note> stored = stored("k", last);
        ReadThrough<Note> through =
                builder(PROFILES.staleOnError(DAY), failing()).build();
        assertThat(served(through))
                .as("what is served just below expireAfter plus staleOnError")
                .isEqualTo(
                        new Served<>(stored.value(), Optional.empty(), true, last, stored.updatedAt(), Source.STORED));
        advance(MICROSECOND);
        refusal(LoadFailedException.class, "get at expireAfter plus staleOnError", () -> through.get("k"));
        assertThat(results()).as("what was told").containsExactly(Result.STALE_ON_ERROR, Result.FAILED);
        assertThat(notes.get("k")).as("what is stored").contains(stored);
    }

    @Test
    @Rule("FRESH-17")
    void expiredValue_isServedWithoutAnotherTry_withinTheBackOff() {
        Duration pause = Duration.ofSeconds(10);
        stored("k", HOUR);
        ReadThrough<Note> through = builder(PROFILES.staleOnError(DAY), failing())
                .backOff(pause, pause)
                .build();
        served(through);
        advance(pause.minus(MICROSECOND));
        served(through);
        assertLoads(1);
        advance(MICROSECOND);
        served(through);
        assertLoads(2);
    }

    @Test
    @Rule("FRESH-17")
    void wait_thatTakesTooLong_isATimeOut_orWhatHasExpired() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Loader<Note> hanging = request -> {
            answer.await();
            return Loaded.of(note("new"));
        };
        ReadThrough<Note> strict =
                builder(PROFILES, hanging).waitAtMost(Duration.ofMillis(1)).build();
        ReadThrough<Note> lenient = builder(PROFILES.staleOnError(HOUR), hanging)
                .waitAtMost(Duration.ofMillis(1))
                .build();
        stored("k", HOUR);
        Calls<Served<Note>> calls = new Calls<>();
        calls.start(() -> served(strict));
        calls.start(() -> served(lenient));
        await("both load", () -> loads.get() == 2);
        refusal(StorageTimeoutException.class, "get while another loads", () -> strict.get("k"));
        assertThat(served(lenient).value()).as("what has expired").isEqualTo(note("old"));
        assertThat(served(lenient).stale()).as("whether it is stale").isTrue();
        answer.countDown();
        assertThat(calls.results())
                .extracting(Served::value)
                .as("what was loaded")
                .containsOnly(note("new"));
    }
}
