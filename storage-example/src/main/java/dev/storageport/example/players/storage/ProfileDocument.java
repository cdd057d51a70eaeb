// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A profile as it is stored; the page is the document's content.
 *
 * @param battletag the name by which players find each other
 * @param name the name shown
 * @param summary what a search knows of the player
 * @param lastUpdated when the player's figures last changed
 * @param dataVersion the version of the page's shape
 */
public record ProfileDocument(
        @Nullable String battletag,
        @Nullable String name,
        @Nullable JsonNode summary,
        @Nullable Instant lastUpdated,
        int dataVersion) {

    /** The member of a summary that holds the time of the last change, in seconds since 1970. */
    static final String LAST_UPDATED = "lastUpdated";

    /** Takes a summary that is absent or empty for none: Jackson reads a null as a node. */
    public ProfileDocument {
        summary = summary == null || summary.isEmpty() ? null : summary;
    }

    /** Applies a write to what was stored before; {@link ProfileWrite} says what becomes of it. */
    public static ProfileDocument merged(Optional<ProfileDocument> before, ProfileWrite write) {
        return new ProfileDocument(
                write.battletag() != null
                        ? write.battletag()
                        : before.map(ProfileDocument::battletag).orElse(null),
                write.name() != null
                        ? write.name()
                        : before.map(ProfileDocument::name).orElse(null),
                write.summary(),
                write.lastUpdated() != null ? write.lastUpdated() : lastUpdated(write.summary()),
                write.dataVersion());
    }

    /** Returns the summary; if none is stored, one with the player's id as {@code url} and the time of the last change. */
    public JsonNode summaryOf(String playerId) {
        if (summary != null) {
            return summary;
        }
        ObjectNode minimal = JsonNodeFactory.instance.objectNode().put("url", playerId);
        return lastUpdated == null
                ? minimal.putNull(LAST_UPDATED)
                : minimal.put(LAST_UPDATED, lastUpdated.getEpochSecond());
    }

    /** Returns when the figures last changed by what a summary says; null if it does not say. */
    public static @Nullable Instant lastUpdated(@Nullable JsonNode summary) {
        JsonNode seconds = summary == null ? null : summary.get(LAST_UPDATED);
        return seconds == null || !seconds.isIntegralNumber() ? null : Instant.ofEpochSecond(seconds.longValue());
    }
}
