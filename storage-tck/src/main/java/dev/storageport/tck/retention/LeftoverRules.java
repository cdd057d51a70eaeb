// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.lease.Lease;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** KEEP: what leases and read-throughs leave behind. */
abstract class LeftoverRules extends RetentionTopic {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    @Rule("KEEP-13")
    void leases_thatEnded_areRemoved_andThoseThatAreHeldStay() {
        Storage storage = bench().open(Leases.COLLECTION);
        DocumentCollection<JsonNode> stored = storage.collection(Leases.COLLECTION);
        Leases leases = Leases.of(storage);
        assertThat(leases.tryAcquire("of a process that crashed", MINUTE))
                .as("a lease")
                .isPresent();
        bench().clock().advance(MICROSECOND);
        Lease held = leases.tryAcquire("held", Leases.LONGEST).orElseThrow();
        Lease renewed = leases.tryAcquire("renewed", MINUTE).orElseThrow();

        bench().clock().advance(Leases.LONGEST.minus(MICROSECOND)); // the last instant at which it is held
        assertThat(renewed.renew()).as("whether a lease could be renewed").isTrue();
        assertRemoved(run(storage, Leases.COLLECTION, retentions().maxAge(Leases.LONGEST)), 0);
        bench().clock().advance(MICROSECOND);
        assertRemoved(run(storage, Leases.COLLECTION, retentions().maxAge(Leases.LONGEST)), 1);
        assertThat(stored.count()).as("leases left").isEqualTo(2);
        assertThat(held.renew()).as("whether the lease that was held is held").isTrue();
        assertThat(renewed.release())
                .as("whether the lease that was renewed is held")
                .isTrue();
        assertThat(leases.tryAcquire("of a process that crashed", MINUTE))
                .as("a lease that was removed, taken again")
                .isPresent();
    }

    @Test
    @Rule("KEEP-13")
    void absences_thatNobodyBelieves_areRemoved_andOthersStay() {
        Storage storage = bench().open(CachedPage.PLAIN, ReadThrough.ABSENCES);
        DocumentCollection<JsonNode> absences = storage.collection(ReadThrough.ABSENCES);
        AtomicInteger loads = new AtomicInteger();
        try (ReadThrough<CachedPage> pages = ReadThrough.builder(storage, CachedPage.PLAIN, request -> {
                    loads.incrementAndGet();
                    return Loaded.<CachedPage>absent();
                })
                .policy(FreshnessPolicy.refreshAfter(WEEK).negatives(MINUTE))
                .build()) {
            pages.get("old");
            bench().clock().advance(MICROSECOND.multipliedBy(2));
            pages.get("young");
            bench().clock().advance(MINUTE.minus(MICROSECOND));

            assertRemoved(run(storage, ReadThrough.ABSENCES, retentions().maxAge(MINUTE)), 1);
            assertThat(absences.count()).as("absences left").isEqualTo(1);
            assertThat(pages.get("young")).as("what is absent").isEmpty();
            assertThat(loads.get()).as("loads, while one absence is believed").isEqualTo(2);
            assertThat(pages.get("old")).as("what is absent").isEmpty();
            assertThat(loads.get()).as("loads, when the other was removed").isEqualTo(3);
        }
    }
}
