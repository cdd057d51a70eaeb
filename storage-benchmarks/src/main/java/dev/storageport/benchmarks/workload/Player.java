// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import java.util.List;
import java.util.Map;

/**
 * The document of the benchmarks, about 950 bytes of JSON.
 *
 * @param visits what updates count up
 */
public record Player(
        String name,
        String battletag,
        String title,
        String platform,
        String region,
        int endorsement,
        long lastSeen,
        boolean open,
        Map<String, Integer> ranks,
        List<String> heroes,
        String biography,
        int visits) {

    /** Copies the collections. */
    public Player {
        ranks = Map.copyOf(ranks);
        heroes = List.copyOf(heroes);
    }

    /** Returns the player after one more visit. */
    public Player visited() {
        return new Player(
                name,
                battletag,
                title,
                platform,
                region,
                endorsement,
                lastSeen + 1,
                open,
                ranks,
                heroes,
                biography,
                visits + 1);
    }
}
