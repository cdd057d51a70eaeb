// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A profile as it is stored; the page is the document's content. */
record ProfileDocument(
        @Nullable String battletag,
        @Nullable String name,
        @Nullable JsonNode summary,
        @Nullable Instant lastUpdated,
        int dataVersion) {

    /** The member of a summary that holds the time of the last change, in seconds since 1970. */
    static final String LAST_UPDATED = "lastUpdated";

    /** Takes a summary that is absent or empty for none: Jackson reads a null as a node. */
    ProfileDocument {
        summary = summary == null || summary.isEmpty() ? null : summary;
    }

    /** Applies a write to what was stored before. */
    static ProfileDocument merged(Optional<ProfileDocument> before, ProfileWrite write) {
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

    private static @Nullable Instant lastUpdated(@Nullable JsonNode summary) {
        JsonNode seconds = summary == null ? null : summary.get(LAST_UPDATED);
        return seconds == null || !seconds.isIntegralNumber() ? null : Instant.ofEpochSecond(seconds.longValue());
    }
}
