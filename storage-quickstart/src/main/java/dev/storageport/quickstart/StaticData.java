// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.CollectionSpec;
import dev.storageport.Stored;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Data that belongs to no player, kept ready to be served.
 *
 * @param category what kind of data it is
 * @param figures the data
 */
public record StaticData(String category, Map<Integer, Integer> figures) {

    /** The static data, by name. */
    static final CollectionSpec<StaticData> COLLECTION =
            CollectionSpec.of("quickstart_static_data", StaticData.class).build();

    /** The key of {@link #endorsements}. */
    static final String ENDORSEMENTS = "endorsements";

    /** Sorts the figures. */
    public StaticData {
        figures = new TreeMap<>(figures);
    }

    /** Counts the profiles of each endorsement level. */
    static StaticData endorsements(Collection<Stored<Profile>> profiles) {
        Map<Integer, Integer> levels = new TreeMap<>();
        for (Stored<Profile> profile : profiles) {
            levels.merge(profile.value().endorsement(), 1, Integer::sum);
        }
        return new StaticData("players", levels);
    }
}
