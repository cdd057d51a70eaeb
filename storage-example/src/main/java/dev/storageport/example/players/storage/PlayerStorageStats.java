// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import dev.storageport.Summary;
import java.time.Duration;

/**
 * Figures for monitoring, from one snapshot.
 *
 * @param sizeBytes the size of everything stored, pages compressed
 * @param staticDataCount how many static data there are
 * @param playerProfilesCount how many profiles there are
 * @param profileAgeP50 the median age of a profile; zero if there are none
 * @param profileAgeP90 the age that 90 % of the profiles do not exceed; zero if there are none
 * @param profileAgeP99 the age that 99 % of the profiles do not exceed; zero if there are none
 */
public record PlayerStorageStats(
        long sizeBytes,
        long staticDataCount,
        long playerProfilesCount,
        Duration profileAgeP50,
        Duration profileAgeP90,
        Duration profileAgeP99) {

    static PlayerStorageStats of(Summary staticData, Summary profiles) {
        return new PlayerStorageStats(
                bytes(staticData) + bytes(profiles),
                staticData.documents(),
                profiles.documents(),
                profiles.ageP50().orElse(Duration.ZERO),
                profiles.ageP90().orElse(Duration.ZERO),
                profiles.ageP99().orElse(Duration.ZERO));
    }

    private static long bytes(Summary summary) {
        return summary.bodyBytes() + summary.contentStoredBytes();
    }
}
