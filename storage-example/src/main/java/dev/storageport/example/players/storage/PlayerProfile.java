// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Optional<Instant> lastUpdated = Optional.ofNullable(document.lastUpdated());
        return new PlayerProfile(
                stored.content().map(Content::text).orElse(""),
                Optional.ofNullable(document.summary())
                        .orElseGet(() -> minimalSummary(stored.document().key(), lastUpdated)),
                Optional.ofNullable(document.battletag()),
                Optional.ofNullable(document.name()),
                lastUpdated,
                document.dataVersion(),
                stored.document().updatedAt());
    }

    private static JsonNode minimalSummary(String playerId, Optional<Instant> lastUpdated) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("url", playerId);
        lastUpdated.ifPresentOrElse(
                time -> summary.put(ProfileDocument.LAST_UPDATED, time.getEpochSecond()),
                () -> summary.putNull(ProfileDocument.LAST_UPDATED));
        return summary;
    }
}
