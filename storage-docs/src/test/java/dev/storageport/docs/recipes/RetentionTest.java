// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.event.RetentionEnded;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.RetentionReport;
import dev.storageport.retention.Unexpired;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {

    record Page(String html) {}

    record Session(String user, Instant expires) {}

    // tag::declare[]
    static final CollectionSpec<Page> PAGES =
            CollectionSpec.of("pages", Page.class).indexUpdatedAt().build();

    static final Index<Session, Instant> EXPIRES = Index.of("expires", Instant.class, Session::expires);
    static final CollectionSpec<Session> SESSIONS =
            CollectionSpec.of("sessions", Session.class).index(EXPIRES).build();
    // end::declare[]

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final ManualClock clock = ManualClock.at(START);
    private final Storage storage = FakeStorage.open(
            new FakeDatabase(),
            StorageOptions.builder().clock(clock).build(),
            PAGES,
            SESSIONS,
            Leases.COLLECTION,
            ReadThrough.ABSENCES);

    @AfterEach
    void close() {
        storage.close();
    }

    // tag::build[]
    static Retention retention(Storage storage) {
        return Retention.builder(storage)
                .policy(PAGES, RetentionPolicy.maxAge(Duration.ofDays(7)))
                .policy(PAGES, RetentionPolicy.maxBytes(10L << 30))
                .policy(SESSIONS, RetentionPolicy.expiresAt(EXPIRES).ofAnyShare())
                .every(Duration.ofHours(6))
                .lease(Leases.of(storage), Duration.ofMinutes(5))
                .build();
    }
    // end::build[]

    @Test
    void retention_isStarted_andEndsWithTheStorage() {
        // tag::start[]
        Retention retention = retention(storage);
        retention.start();
        // end::start[]
        storage.close();
        assertThat(retention.lastReport()).isEmpty();
    }

    @Test
    void run_removesWhatHasExpired() {
        storage.collection(PAGES).put("old", new Page("<html>"));
        storage.collection(SESSIONS).put("a", new Session("ada", START.plus(Duration.ofHours(1))));
        storage.collection(SESSIONS).put("b", new Session("bob", START.plus(Duration.ofDays(30))));
        clock.advance(Duration.ofDays(8));

        Retention retention = retention(storage);
        // tag::once[]
        RetentionReport report = retention.runOnce();
        for (RetentionEnded ended : report.collections()) {
            System.out.println(ended.collection() + ": " + ended.outcome() + ", removed " + ended.documents());
        }
        // end::once[]
        assertThat(report.documents()).isEqualTo(2);
        assertThat(storage.collection(SESSIONS).contains("b")).isTrue();
    }

    @Test
    void expiredSession_isNotSeen() {
        DocumentCollection<Session> stored = storage.collection(SESSIONS);
        stored.put("a", new Session("ada", START.plus(Duration.ofHours(1))));
        // tag::unexpired[]
        Unexpired<Session> sessions = Unexpired.of(storage, SESSIONS, RetentionPolicy.expiresAt(EXPIRES));
        // end::unexpired[]
        assertThat(user(sessions, "a")).contains("ada");
        clock.advance(Duration.ofHours(1));
        assertThat(user(sessions, "a")).isEmpty();
        assertThat(stored.contains("a")).isTrue();
    }

    // tag::leftovers[]
    static Retention leftovers(Storage storage, FreshnessPolicy freshness) {
        Duration negatives = freshness.negatives().orElseThrow(); // the longest of all policies
        return Retention.builder(storage)
                .policy(
                        Leases.COLLECTION,
                        RetentionPolicy.maxAge(Leases.LONGEST).ofAnyShare())
                .policy(ReadThrough.ABSENCES, RetentionPolicy.maxAge(negatives).ofAnyShare())
                .build();
    }
    // end::leftovers[]

    @Test
    void leftovers_areRemoved() {
        FreshnessPolicy freshness =
                FreshnessPolicy.refreshAfter(Duration.ofDays(1)).negatives(Duration.ofMinutes(5));
        assertThat(Leases.of(storage).tryAcquire("of a process that crashed", Duration.ofMinutes(1)))
                .isPresent();
        ReadThrough<Page> pages = ReadThrough.builder(storage, PAGES, request -> Loaded.<Page>absent())
                .policy(freshness)
                .build();
        assertThat(pages.get("unknown")).isEmpty();
        assertThat(leftovers(storage, freshness).runOnce().documents()).isZero();

        clock.advance(Leases.LONGEST.plusSeconds(1));
        assertThat(leftovers(storage, freshness).runOnce().documents()).isEqualTo(2);
    }

    private static Optional<String> user(Unexpired<Session> sessions, String id) {
        // tag::get[]
        return sessions.get(id).map(session -> session.value().user());
        // end::get[]
    }
}
