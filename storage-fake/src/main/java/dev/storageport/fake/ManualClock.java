// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved, so that tests of time need no waiting. Any number of threads may use it. */
public final class ManualClock implements InstantSource {

    private Instant now;

    private ManualClock(Instant now) {
        this.now = now;
    }

    /** Returns a clock that stands at the instant. */
    public static ManualClock at(Instant instant) {
        return new ManualClock(instant);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock on; a negative duration moves it back. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Sets the clock. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
