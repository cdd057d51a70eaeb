// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The storage's only clock: instants in whole microseconds, so that every backend keeps exactly what was handed out. */
record StorageClock(InstantSource clock) implements InstantSource {

    /** Returns how long ago something was: exact, and zero rather than negative. */
    static Duration age(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    Instant now() {
        return IndexedTypes.instant("clock", clock.instant());
    }

    @Override
    public Instant instant() {
        return now();
    }
}
