// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Content;
import dev.storageport.StoredWithContent;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored profile.
 *
 * @param html the career page
 * @param summary what a search knows of the player; if none was stored, one with the player's id as {@code url} and the time of the
 *     last change
 * @param battletag the name by which players find each other
 * @param name the name shown
 * @param lastUpdated when the player's figures last changed
 * @param dataVersion the version of the page's shape
 * @param updatedAt when the profile was last written
 */
public record PlayerProfile(
        String html,
        JsonNode summary,
        Optional<String> battletag,
        Optional<String> name,
        Optional<Instant> lastUpdated,
        int dataVersion,
        Instant updatedAt) {

    static PlayerProfile of(StoredWithContent<ProfileDocument> stored) {
        ProfileDocument document = stored.document().value();
        return new PlayerProfile(
                stored.content().map(Content::text).orElse(""),
                document.summaryOf(stored.document().key()),
                Optional.ofNullable(document.battletag()),
                Optional.ofNullable(document.name()),
                Optional.ofNullable(document.lastUpdated()),
                document.dataVersion(),
                stored.document().updatedAt());
    }
}
