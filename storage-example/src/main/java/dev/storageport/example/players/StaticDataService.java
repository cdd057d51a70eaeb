// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Storage;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.StaticCategory;
import dev.storageport.example.players.storage.StaticDocument;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import java.io.IOException;

/** Data that belong to no player: served from the storage at once however old they are, and refreshed in the background when they are stale. */
final class StaticDataService {

    private static final int DATA_VERSION = 1;

    private final Upstream upstream;
    private final FreshnessPolicy policy;
    private final ReadThrough<StaticDocument> data;

    StaticDataService(Storage storage, Upstream upstream, PlayerSettings settings) {
        this.upstream = upstream;
        policy = settings.staticData();
        data = ReadThrough.builder(storage, PlayerStorage.STATIC_DATA, this::load)
                .policy(policy)
                .leases(Leases.of(storage), settings.loadBound())
                .build();
    }

    Answer<JsonNode> get(StaticCategory category, String name) {
        return data.get(category + ":" + name)
                .map(served -> Answer.of(policy, served.map(StaticDocument::data)))
                .orElseThrow(); // the loader has it, or fails
    }

    private Loaded<StaticDocument> load(LoadRequest<StaticDocument> request) throws IOException {
        String[] key = request.key().split(":", 2);
        StaticCategory category = StaticCategory.valueOf(key[0]);
        return Loaded.of(new StaticDocument(category, upstream.staticData(category, key[1]), DATA_VERSION));
    }
}
