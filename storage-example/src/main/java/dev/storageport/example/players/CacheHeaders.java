// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Served;
import java.time.Duration;

/**
 * What an answer tells the caches between here and the user, so that none of them serves it for longer than this service would.
 *
 * @param maxAge for how long it is fresh, counted from when it was stored
 * @param staleWhileRevalidate for how much longer it may be served while it is fetched anew
 * @param staleIfError for how much longer it may be served if it cannot be fetched anew; zero for not at all
 * @param age how long ago it was stored
 */
public record CacheHeaders(Duration maxAge, Duration staleWhileRevalidate, Duration staleIfError, Duration age) {

    static CacheHeaders of(FreshnessPolicy policy, Served<?> served) {
        Duration fresh = policy.refreshAfter();
        Duration stale = policy.expireAfter().map(end -> end.minus(fresh)).orElse(fresh);
        Duration longer = policy.staleOnError().isZero() ? Duration.ZERO : stale.plus(policy.staleOnError());
        return new CacheHeaders(fresh, stale, longer, served.age());
    }

    /** Returns the value of {@code Cache-Control}. */
    public String cacheControl() {
        return "public, max-age=" + maxAge.toSeconds() + ", stale-while-revalidate=" + staleWhileRevalidate.toSeconds()
                + (staleIfError.isZero() ? "" : ", stale-if-error=" + staleIfError.toSeconds());
    }

    /**
     * Returns the value of {@code Age}: in whole seconds, of which the last has begun. Counted down it would be up to a second young, and a
     * cache would serve as fresh what is stale here.
     */
    public String ageHeader() {
        return String.valueOf(age.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
