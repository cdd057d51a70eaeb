// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import static dev.storageport.Condition.updatedBefore;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.fake.ManualClock;
import java.time.Duration;

/**
 * Keeping what is in use and deleting the rest by age. The clock is moved by hand, so that a week passes at once: it began {@link #WHOLE}
 * before now, and is at the present in the end.
 */
final class Week {

    /** How long the clock is moved in all. */
    static final Duration WHOLE = Duration.ofDays(8);

    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration UNTIL_TOUCH = Duration.ofDays(5);

    private final Storage storage;
    private final ManualClock clock;
    private final Report report;

    Week(Storage storage, ManualClock clock, Report report) {
        this.storage = storage;
        this.clock = clock;
        this.report = report;
    }

    void run() {
        report.heading("A week that ends now, on a clock moved by hand");
        clock.advance(UNTIL_TOUCH);
        report.line("day 5: %d public profiles were asked for and touched", touchPublicProfiles());
        clock.advance(WHOLE.minus(UNTIL_TOUCH));
        long deleted = deleteOldProfiles();
        long left = storage.collection(Profile.COLLECTION).count();
        report.line("day 8: %d profiles not written for %d days deleted, %d left", deleted, RETENTION.toDays(), left);
    }

    private long touchPublicProfiles() {
        DocumentCollection<Profile> profiles = storage.collection(Profile.COLLECTION);
        return profiles.find(Profile.PRIVACY.is(Privacy.PUBLIC)).stream()
                .map(Stored::key)
                .filter(profiles::touch)
                .count();
    }

    private long deleteOldProfiles() {
        return storage.transact(transaction -> {
            long deleted = transaction.collection(Profile.COLLECTION).delete(updatedBefore(RETENTION));
            Transactions.recount(transaction);
            return deleted;
        });
    }
}
