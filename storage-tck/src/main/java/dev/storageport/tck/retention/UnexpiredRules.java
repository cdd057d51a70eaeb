// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.Unexpired;
import dev.storageport.tck.fixture.Refusals;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** KEEP: reads that do not see what has expired. */
abstract class UnexpiredRules extends RetentionTopic {

    @Test
    @Rule("KEEP-10")
    void reads_doNotSeeWhatIsTooOld_fromTheVeryInstantOn() {
        for (CollectionSpec<CachedPage> spec : CachedPage.BOTH) {
            bench().clock().set(Workbench.START);
            Storage storage = bench().open(spec);
            DocumentCollection<CachedPage> pages = storage.collection(spec);
            pages.put("a", CachedPage.of("old"), Content.text("content"));
            bench().clock().advance(MICROSECOND);
            pages.put("b", CachedPage.of("young"), Content.text("content"));

            Unexpired<CachedPage> written =
                    retentions().unexpired(storage, spec, retentions().maxAge(WEEK));
            Unexpired<CachedPage> inserted =
                    retentions().unexpired(storage, spec, RetentionPolicy.maxAgeSinceInsertion(WEEK));
            bench().clock().set(Workbench.START.plus(WEEK));
            assertSeen(written, "a", "b");
            assertSeen(inserted, "a", "b");
            bench().clock().advance(MICROSECOND);
            assertSeen(written, "b");
            assertSeen(inserted, "b");
            assertThat(pages.count()).as("documents that are still there").isEqualTo(2);
        }
    }

    @Test
    @Rule("KEEP-10")
    void reads_doNotSeeWhatHasReachedItsInstant() {
        Instant end = Workbench.START.plus(Duration.ofHours(1));
        Storage storage = bench().open(CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.put("a", CachedPage.until(end.plusNanos(999)), Content.text("content")); // in whole microseconds, the end
        pages.put("b", CachedPage.until(end.plus(MICROSECOND)), Content.text("content"));
        pages.put("c", CachedPage.of("for ever"), Content.text("content"));

        Unexpired<CachedPage> unexpired =
                retentions().unexpired(storage, CachedPage.PLAIN, RetentionPolicy.expiresAt(CachedPage.EXPIRES));
        bench().clock().set(end.minus(MICROSECOND));
        assertSeen(unexpired, "a", "b", "c");
        bench().clock().set(end);
        assertSeen(unexpired, "b", "c");
        bench().clock().set(end.plus(MICROSECOND));
        assertSeen(unexpired, "c");
    }

    private static void assertSeen(Unexpired<CachedPage> unexpired, String... keys) {
        List<String> seen = List.of(keys);
        for (String key : List.of("a", "b", "c", "absent")) {
            boolean isSeen = seen.contains(key);
            assertThat(unexpired.get(key).isPresent()).as("get of %s", key).isEqualTo(isSeen);
            assertThat(unexpired.getWithContent(key).isPresent())
                    .as("getWithContent of %s", key)
                    .isEqualTo(isSeen);
            assertThat(unexpired.content(key).isPresent())
                    .as("content of %s", key)
                    .isEqualTo(isSeen);
            assertThat(unexpired.contains(key)).as("contains of %s", key).isEqualTo(isSeen);
            assertThat(unexpired.exists(Condition.keyIs(key)))
                    .as("exists of %s", key)
                    .isEqualTo(isSeen);
            assertThat(unexpired.count(Condition.keyIs(key)))
                    .as("count of %s", key)
                    .isEqualTo(isSeen ? 1 : 0);
        }
        assertThat(unexpired.getAll(List.of("c", "b", "a")).keySet())
                .as("keys of getAll")
                .containsExactlyInAnyOrderElementsOf(seen);
        assertThat(unexpired.count()).as("count").isEqualTo(seen.size());
        assertThat(unexpired.keys(Condition.all())).as("keys").isEqualTo(seen);
        Query<Object> firstTwo = Condition.all().limit(2);
        List<String> two = seen.subList(0, Math.min(2, seen.size()));
        assertThat(keys(unexpired.find(firstTwo).stream()))
                .as("keys of find with a limit")
                .isEqualTo(two);
        assertThat(unexpired.findFirst(Condition.all().byKeyDescending()).map(Stored::key))
                .as("key of findFirst, the last key first")
                .contains(seen.get(seen.size() - 1));
        try (Stream<Stored<CachedPage>> stream = unexpired.stream(Condition.all())) {
            assertThat(keys(stream)).as("keys of a stream").isEqualTo(seen);
        }
        assertThat(paged(unexpired)).as("keys of pages of one").isEqualTo(seen);
    }

    private static List<String> paged(Unexpired<CachedPage> unexpired) {
        Query<Object> one = Condition.all().limit(1);
        List<String> keys = new ArrayList<>();
        Page<CachedPage> page = unexpired.page(one);
        keys.addAll(keys(page.documents().stream()));
        for (Optional<String> next = page.next(); next.isPresent(); next = page.next()) {
            page = unexpired.page(one, next.get());
            keys.addAll(keys(page.documents().stream()));
        }
        return keys;
    }

    private static List<String> keys(Stream<Stored<CachedPage>> documents) {
        return documents.map(Stored::key).toList();
    }

    @Test
    @Rule("KEEP-10")
    void pages_goOnWithTheirTokens_whenTheClockGoesOn() {
        Storage storage = bench().open(CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        Instant end = Workbench.START.plus(Duration.ofHours(1));
        pages.put("a", CachedPage.until(end));
        pages.put("b", CachedPage.until(end));
        pages.put("c", CachedPage.of(""));
        Unexpired<CachedPage> unexpired =
                retentions().unexpired(storage, CachedPage.PLAIN, RetentionPolicy.expiresAt(CachedPage.EXPIRES));
        Query<Object> one = Condition.all().limit(1);
        Page<CachedPage> first = unexpired.page(one);
        bench().clock().set(end);

        assertThat(keys(unexpired.page(one, first.next().orElseThrow()).documents().stream()))
                .as("keys of the second page, when the second document has expired")
                .containsExactly("c");
    }

    @Test
    @Rule("KEEP-10")
    void policyThatIsOff_hidesNothing_andOneByNumberIsRefused() {
        Storage storage = bench().open(CachedPage.PLAIN);
        DocumentCollection<CachedPage> pages = storage.collection(CachedPage.PLAIN);
        pages.put("a", CachedPage.of(""), Content.text("content"));
        bench().clock().advance(Duration.ofDays(100_000));

        assertSeen(
                retentions().unexpired(storage, CachedPage.PLAIN, retentions().maxAge(Duration.ZERO)), "a");
        assertThat(Refusals.refusal(
                        UsageException.class,
                        "what a number has not expired",
                        () -> retentions()
                                .unexpired(
                                        storage, CachedPage.PLAIN, retentions().maxDocuments(3))))
                .as("refusal of a policy by number")
                .hasMessageContaining("maxDocuments 3");
    }
}
