// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A profile to be written. What is {@code null} is not known: battletag and name then stay as they are stored, summary and
 * {@code lastUpdated} are erased.
 *
 * @param html the career page
 * @param summary what a search knows of the player
 * @param battletag the name by which players find each other
 * @param name the name shown
 * @param lastUpdated when the player's figures last changed; if not given, it is taken from the summary
 * @param dataVersion the version of the page's shape
 */
public record ProfileWrite(
        String html,
        @Nullable JsonNode summary,
        @Nullable String battletag,
        @Nullable String name,
        @Nullable Instant lastUpdated,
        int dataVersion) {

    /** Returns a write of a page of version 1 and nothing else. */
    public static ProfileWrite of(String html) {
        return new ProfileWrite(html, null, null, null, null, 1);
    }

    /** Returns this write with a summary. */
    public ProfileWrite withSummary(JsonNode newSummary) {
        return new ProfileWrite(html, newSummary, battletag, name, lastUpdated, dataVersion);
    }

    /** Returns this write with battletag and name. */
    public ProfileWrite withNames(String newBattletag, String newName) {
        return new ProfileWrite(html, summary, newBattletag, newName, lastUpdated, dataVersion);
    }

    /** Returns this write with the time of the last change of the figures. */
    public ProfileWrite withLastUpdated(Instant newLastUpdated) {
        return new ProfileWrite(html, summary, battletag, name, newLastUpdated, dataVersion);
    }

    /** Returns this write with another version. */
    public ProfileWrite withDataVersion(int newDataVersion) {
        return new ProfileWrite(html, summary, battletag, name, lastUpdated, newDataVersion);
    }
}
