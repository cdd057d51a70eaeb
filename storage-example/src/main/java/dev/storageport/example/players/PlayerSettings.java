// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.readthrough.FreshnessPolicy;
import java.time.Duration;

/**
 * How old what is served may be, and how long it is kept.
 *
 * @param profileThreshold from this age on a profile is not served any more but fetched; from half of it on it is refreshed in the
 *     background
 * @param staticThreshold from this age on static data are refreshed in the background; they are served for ever
 * @param staleOnError how much longer than the threshold a profile is served if it cannot be fetched
 * @param loadBound after what time another process fetches what one has begun to fetch, because that must have crashed: longer than
 *     fetching ever takes
 * @param keepUnused how long what was fetched is kept after it was last fetched; zero keeps it for ever
 * @param cleanEvery how often what is not kept any more is removed
 */
public record PlayerSettings(
        Duration profileThreshold,
        Duration staticThreshold,
        Duration staleOnError,
        Duration loadBound,
        Duration keepUnused,
        Duration cleanEvery) {

    /** An hour, a day, six hours more, half a minute; a week, each day. */
    public static final PlayerSettings DEFAULTS = new PlayerSettings(
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofHours(6),
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            Duration.ofDays(1));

    /** Returns these with another time for which what was fetched is kept, and another interval of cleaning. */
    public PlayerSettings keeping(Duration unused, Duration every) {
        return new PlayerSettings(profileThreshold, staticThreshold, staleOnError, loadBound, unused, every);
    }

    // tag::policies[]
    FreshnessPolicy profiles() {
        return FreshnessPolicy.refreshAfter(profileThreshold.dividedBy(2))
                .expireAfter(profileThreshold)
                .staleOnError(staleOnError);
    }

    FreshnessPolicy staticData() {
        return FreshnessPolicy.refreshAfter(staticThreshold); // and served for ever
    }
    // end::policies[]

    /** What a search found is as good as a profile, but never refreshed: nobody is served it. */
    FreshnessPolicy searches() {
        return FreshnessPolicy.refreshAfter(profileThreshold)
                .expireAfter(profileThreshold)
                .staleOnError(staleOnError);
    }
}
