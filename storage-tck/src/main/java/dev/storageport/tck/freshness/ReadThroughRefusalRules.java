// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.ConfigurationException;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.UsageException;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.ReadThroughBuilder;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** FRESH: mistakes of the application, found before anything is asked. */
abstract class ReadThroughRefusalRules extends ReadThroughTopic {

    @Test
    @Rule("FRESH-20")
    void calls_inATransaction_areRefusedBeforeALoad() {
        ReadThrough<Note> through = profiles(answering("new"));
        Map<String, Runnable> calls = Map.of(
                "get", () -> through.get("k"),
                "getAll", () -> through.getAll(List.of("k")),
                "refresh", () -> through.refresh("k"));
        calls.forEach((call, run) ->
                refusal(UsageException.class, call, () -> storage.transactWithoutResult(open -> run.run())));
        assertLoads(0);
    }

    @Test
    @Rule({"FRESH-20", "FRESH-25"})
    void keys_thatAreNone_areRefusedBeforeALoad() {
        ReadThrough<Note> through = profiles(answering("new"));
        refusal(InvalidValueException.class, "get", () -> through.get(""));
        refusal(InvalidValueException.class, "getAll", () -> through.getAll(List.of("k", "\0")));
        assertLoads(0);
        assertThat(results())
                .as("what was told of each key")
                .containsExactly(Result.FAILED, Result.FAILED, Result.FAILED);
    }

    @Test
    @Rule("FRESH-26")
    void policies_andOptions_thatMakeNoSense_areRefusedByName() {
        ReadThroughBuilder<Note> builder = builder(PROFILES, answering("new"));
        Duration below = Duration.ofNanos(-1);
        Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
        mistakes.put("refreshAfter", () -> FreshnessPolicy.refreshAfter(Duration.ZERO));
        mistakes.put("expireAfter", () -> PROFILES.expireAfter(HALF_HOUR.minus(MICROSECOND)));
        mistakes.put("staleOnError", () -> PROFILES.staleOnError(Duration.ZERO));
        mistakes.put("negatives", () -> PROFILES.negatives(below));
        mistakes.put("waitAtMost", () -> builder.waitAtMost(Duration.ZERO));
        mistakes.put("concurrency", () -> builder.concurrency(0));
        mistakes.put("queueCapacity", () -> builder.queueCapacity(0));
        mistakes.put("backOff", () -> builder.backOff(HOUR, HALF_HOUR));
        mistakes.put("closeGrace", () -> builder.closeGrace(below));
        mistakes.put(
                "policy",
                () -> ReadThrough.builder(storage, Samples.NOTES, answering("new"))
                        .build());
        mistakes.forEach((name, mistake) -> assertThat(refusal(ConfigurationException.class, name, mistake))
                .as("the message about %s", name)
                .hasMessageStartingWith(name));
    }

    @Test
    @Rule("FRESH-26")
    void negatives_whereTheirCollectionIsNotDeclared_areRefused() {
        Storage without = bench().open(options(), Samples.NOTES);
        assertThat(refusal(
                        UsageException.class,
                        "build",
                        () -> builder(without, PROFILES.negatives(HOUR), answering("new"))
                                .build()))
                .as("the message")
                .hasMessageContaining("ReadThrough.ABSENCES");
    }
}
