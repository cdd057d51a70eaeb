// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Stored;
import java.time.Instant;

/**
 * Data that belongs to no player.
 *
 * @param data the data
 * @param category its kind
 * @param dataVersion the version of its shape
 * @param updatedAt when it was last written
 */
public record StaticData(JsonNode data, StaticCategory category, int dataVersion, Instant updatedAt) {

    static StaticData of(Stored<StaticDocument> stored) {
        StaticDocument document = stored.value();
        return new StaticData(document.data(), document.category(), document.dataVersion(), stored.updatedAt());
    }
}
