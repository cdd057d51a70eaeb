// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which keys could not be loaded, or stored, lately, and until when they are left alone: twice as long after each failure, up to a bound. The keys that
 * failed first are forgotten when there are too many.
 */
final class BackOff {

    static final int MOST = 10_000;

    private record Pause(Duration length, Instant end) {}

    private final InstantSource clock;
    private final Duration initial;
    private final Duration longest;
    private final Map<String, Pause> pauses = new LinkedHashMap<>();

    /** Spares who is served in the ordinary course the lock and the clock. */
    private volatile boolean any;

    BackOff(InstantSource clock, Duration initial, Duration longest) {
        this.clock = clock;
        this.initial = initial;
        this.longest = longest;
    }

    /** Returns whether the key is to be left alone. */
    boolean holds(String key) {
        if (!any) {
            return false;
        }
        Instant now = clock.instant();
        synchronized (this) {
            Pause pause = pauses.get(key);
            return pause != null
                    && now.isBefore(pause.end())
                    && Duration.between(now, pause.end()).compareTo(longest) <= 0; // or the clock was put back
        }
    }

    void failed(String key) {
        Instant now = clock.instant();
        synchronized (this) {
            Pause last = pauses.remove(key); // and comes in again as the newest
            Duration length = last == null ? initial : shorter(last.length().multipliedBy(2), longest);
            pauses.put(key, new Pause(length, now.plus(length)));
            if (pauses.size() > MOST) {
                Iterator<String> oldest = pauses.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            any = true;
        }
    }

    void succeeded(String key) {
        if (any) {
            synchronized (this) {
                pauses.remove(key);
                any = !pauses.isEmpty();
            }
        }
    }

    synchronized int size() {
        return pauses.size();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
