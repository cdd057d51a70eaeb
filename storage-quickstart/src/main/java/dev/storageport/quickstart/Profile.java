// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A player's profile. Its key is the player's id; the career page it was read from is its content.
 *
 * @param battletag the name by which players find each other; at most one player has it
 * @param name the name shown
 * @param title the title chosen by the player, if any
 * @param endorsement from 1 to 5
 * @param privacy whether the page shows more than the name
 * @param lastUpdated when the player's figures last changed, by the game's servers
 * @param platforms the figures on each platform
 */
public record Profile(
        String battletag,
        String name,
        @Nullable String title,
        int endorsement,
        Privacy privacy,
        Instant lastUpdated,
        Map<String, PlatformStats> platforms) {

    /** The highest endorsement. */
    static final int HIGHEST_ENDORSEMENT = 5;

    /** Finds the profile of a battletag. Unique: a second owner is refused. */
    static final Index<Profile, String> BATTLETAG = Index.unique("battletag", String.class, Profile::battletag);

    /** Finds the public profiles, or the private ones. */
    static final Index<Profile, Privacy> PRIVACY = Index.of("privacy", Privacy.class, Profile::privacy);

    /** The profiles, by player id. */
    static final CollectionSpec<Profile> COLLECTION = CollectionSpec.of("quickstart_profiles", Profile.class)
            .index(BATTLETAG)
            .index(PRIVACY)
            .build();

    /** Copies the map and refuses a profile without what every profile has. */
    public Profile {
        required("battletag", battletag);
        required("name", name);
        required("privacy", privacy);
        required("lastUpdated", lastUpdated);
        required("platforms", platforms);
        if (endorsement < 1 || endorsement > HIGHEST_ENDORSEMENT) {
            throw new IllegalArgumentException("endorsement is not from 1 to " + HIGHEST_ENDORSEMENT);
        }
        platforms = Map.copyOf(platforms);
    }

    private static void required(String member, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(member + " is missing");
        }
    }

    Profile withTitle(String newTitle) {
        return new Profile(battletag, name, newTitle, endorsement, privacy, lastUpdated, platforms);
    }

    Profile withEndorsement(int newEndorsement) {
        return new Profile(battletag, name, title, newEndorsement, privacy, lastUpdated, platforms);
    }
}
