// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.Served;
import java.time.Duration;
import java.time.Instant;

/**
 * What a caller of the service gets.
 *
 * @param data what was asked for
 * @param stale whether it is older than it should be
 * @param age how long ago it was fetched, or found unchanged; zero if just now
 * @param storedAt when that was
 * @param headers what the caches on the way are told
 * @param <T> the type of the data
 */
public record Answer<T>(T data, boolean stale, Duration age, Instant storedAt, CacheHeaders headers) {

    static <T> Answer<T> of(FreshnessPolicy policy, Served<T> served) {
        return new Answer<>(
                served.value(), served.stale(), served.age(), served.storedAt(), CacheHeaders.of(policy, served));
    }
}
