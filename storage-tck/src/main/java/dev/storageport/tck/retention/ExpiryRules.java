// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StoredMetadata;
import dev.storageport.UsageException;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.tck.fixture.Refusals;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** KEEP: what goes by its time. */
abstract class ExpiryRules extends RetentionTopic {

    @Test
    @Rule("KEEP-1")
    void maxAge_removesWhatIsStrictlyOlder() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.put("old", CachedPage.of("old"), Content.text("content"));
            pages.put("older", CachedPage.of("older"));
            long bytes =
                    metadata(pages).stream().mapToLong(StoredMetadata::bytes).sum();
            bench().clock().advance(MICROSECOND);
            pages.put("edge", CachedPage.of("edge"));
            Instant edge = bench().clock().instant();
            bench().clock().advance(MICROSECOND);
            pages.put("young", CachedPage.of("young"));

            bench().clock().set(edge.plus(WEEK));
            RetentionEnded first = run(storage, spec, retentions().maxAge(WEEK));
            assertRemoved(first, 2);
            assertThat(first.bytes()).as("bytes of the removed documents").isEqualTo(bytes);
            assertLeft(pages, "edge", "young");

            bench().clock().advance(MICROSECOND);
            assertRemoved(run(storage, spec, retentions().maxAge(WEEK)), 1);
            assertLeft(pages, "young");
        }
    }

    @Test
    @Rule("KEEP-1")
    void maxAge_keepsWhatWasWrittenAgain() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.put("touched", CachedPage.of(""));
            pages.put("left", CachedPage.of(""));
            bench().clock().advance(WEEK);
            pages.touch("touched");
            bench().clock().advance(MICROSECOND);

            assertRemoved(run(storage, spec, retentions().maxAge(WEEK)), 1);
            assertLeft(pages, "touched");
        }
    }

    @Test
    @Rule("KEEP-1")
    void maxAgeSinceInsertion_removesWhatWasWrittenAgainToo() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.put("old", CachedPage.of(""));
            bench().clock().advance(MICROSECOND);
            pages.put("edge", CachedPage.of(""));
            bench().clock().advance(WEEK);
            pages.touch("old");

            assertRemoved(run(storage, spec, RetentionPolicy.maxAgeSinceInsertion(WEEK)), 1);
            assertLeft(pages, "edge");
        }
    }

    @Test
    @Rule("KEEP-2")
    void expiresAt_removesWhatTheClockHasReached() {
        Instant end = Workbench.START.plus(Duration.ofHours(1));
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.put("a", CachedPage.until(end.minus(MICROSECOND)));
            pages.put("b", CachedPage.until(end));
            pages.put("c", CachedPage.until(end.plus(MICROSECOND)));
            pages.put("never", CachedPage.of(""));
            RetentionPolicy<CachedPage> policy = RetentionPolicy.expiresAt(CachedPage.EXPIRES);

            assertRemoved(run(storage, spec, policy), 0);
            bench().clock().set(end);
            assertRemoved(run(storage, spec, policy), 2);
            assertLeft(pages, "c", "never");
            bench().clock().set(end.plus(Duration.ofDays(10_000)));
            assertRemoved(run(storage, spec, policy), 1);
            assertLeft(pages, "never");
        }
    }

    @Test
    @Rule("KEEP-3")
    void zero_isOff() {
        Storage storage = bench().open(CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.putAll(CachedPage.many(20));
        bench().clock().advance(Duration.ofDays(100_000));

        RetentionEnded ended = run(retention(storage)
                .policy(CachedPage.PLAIN, retentions().maxAge(Duration.ZERO))
                .policy(CachedPage.PLAIN, RetentionPolicy.maxAgeSinceInsertion(Duration.ZERO))
                .policy(CachedPage.PLAIN, retentions().maxDocuments(0))
                .policy(CachedPage.PLAIN, retentions().maxBytes(0)));

        assertThat(pages.count()).as("documents left by policies of zero").isEqualTo(20);
        assertThat(ended.outcome()).as("outcome of policies of zero").isEqualTo(Outcome.OFF);
        assertThat(retentions().maxAge(Duration.ZERO).isOff())
                .as("whether an age of zero is off")
                .isTrue();
        assertThat(retentions().maxAge(WEEK).isOff())
                .as("whether an age of a week is off")
                .isFalse();
    }

    @Test
    @Rule("KEEP-3")
    void negative_isRefusedByName() {
        assertRefused("maxAge", () -> retentions().maxAge(MICROSECOND.negated()));
        assertRefused("maxAgeSinceInsertion", () -> RetentionPolicy.maxAgeSinceInsertion(MICROSECOND.negated()));
        assertRefused("maxDocuments", () -> retentions().maxDocuments(-1));
        assertRefused("maxBytes", () -> retentions().maxBytes(-1));
        Retention.Builder builder = Retention.builder(bench().open(CachedPage.PLAIN));
        assertRefused("batchSize", () -> builder.batchSize(0));
        assertRefused("pause", () -> builder.pause(MICROSECOND.negated()));
        assertRefused("every", () -> builder.every(Duration.ZERO));
        assertRefused("every", () -> builder.every(Duration.ofSeconds(Long.MAX_VALUE)));
        assertRefused("pause", () -> builder.pause(Duration.ofSeconds(Long.MAX_VALUE)));
        assertRefused("jitter", () -> builder.jitter(1.1));
        assertRefused("atMostShare", () -> builder.atMostShare(Double.NaN));
    }

    private static void assertRefused(String name, Runnable call) {
        assertThat(Refusals.refusal(InvalidValueException.class, name + " out of bounds", call::run))
                .as("refusal of %s out of bounds", name)
                .hasMessageContaining(name);
    }

    @Test
    @Rule("KEEP-7")
    void run_refusesToRemoveMoreThanItsShare() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.putAll(CachedPage.many(1_200));
            bench().clock().advance(Duration.ofDays(10_000)); // a clock that jumped, for all that is known
            pages.put("new", CachedPage.of(""));

            RetentionEnded refused = run(storage, spec, retentions().maxAge(WEEK));
            assertThat(pages.count())
                    .as("documents left by a run that would remove nearly all")
                    .isEqualTo(1_201);
            assertThat(refused.outcome()).as("its outcome").isEqualTo(Outcome.REFUSED);
            assertThat(refused.failure().orElseThrow())
                    .as("its failure")
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll(spec.name(), "atMostShare", "clock");

            RetentionEnded allowed = run(retention(storage)
                    .policy(spec, retentions().maxAge(WEEK))
                    .atMostShare(1)
                    .batchSize(500));
            assertRemoved(allowed, 1_200);
            assertLeft(pages, "new");
        }
    }

    @Test
    @Rule("KEEP-7")
    void policyOfAnyShare_isNotBoundByIt() {
        Storage storage = bench().open(CachedPage.INDEXED);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.INDEXED);
        pages.putAll(CachedPage.many(1_100));
        bench().clock().advance(WEEK.plus(MICROSECOND));

        assertRemoved(
                run(retention(storage)
                        .policy(CachedPage.INDEXED, retentions().maxAge(WEEK).ofAnyShare())
                        .atMostShare(0)
                        .batchSize(500)),
                1_100);
    }
}
