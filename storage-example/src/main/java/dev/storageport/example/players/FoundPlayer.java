// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import org.jspecify.annotations.Nullable;

/**
 * What a search finds of a player.
 *
 * @param playerId the id, which never changes
 * @param battletag the name by which players find each other, which may change
 * @param name the name shown; null if it was found by the redirect of its page alone
 * @param summary what else the search knows; null as above, or if it knows nothing
 */
public record FoundPlayer(
        String playerId,
        String battletag,
        @Nullable String name,
        @Nullable JsonNode summary) {

    static final Index<FoundPlayer, String> PLAYER_ID = Index.of("player_id", String.class, FoundPlayer::playerId);

    /** By battletag. */
    static final CollectionSpec<FoundPlayer> FOUND_PLAYERS = CollectionSpec.of("found_players", FoundPlayer.class)
            .index(PLAYER_ID)
            .indexUpdatedAt()
            .build();

    /** Takes an empty summary for none: Jackson reads a null as a node. */
    public FoundPlayer {
        summary = summary == null || summary.isEmpty() ? null : summary;
    }
}
