// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.example.players.storage.StaticCategory;
import java.io.IOException;
import java.util.Optional;

/**
 * The service that has what is served here. Each call is a request over the network, slow and limited in number. Any number of threads may
 * use it.
 */
public interface Upstream {

    /**
     * Searches for a player; empty if the search does not know it, which may be because it hides.
     *
     * @param player an id or a battletag
     */
    Optional<FoundPlayer> search(String player) throws IOException;

    /** Returns the id that the page of a battletag redirects to; empty if there is no such page. */
    Optional<String> playerId(String battletag) throws IOException;

    /** Returns the career page of a player, as HTML; empty if there is none. */
    Optional<String> page(String playerId) throws IOException;

    /** Returns data that belong to no player. */
    JsonNode staticData(StaticCategory category, String name) throws IOException;
}
