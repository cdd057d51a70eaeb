// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.Content;
import dev.storageport.Stored;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.ProfileDocument;
import dev.storageport.example.players.storage.ProfileWrite;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.FreshnessPolicy;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Profiles of players. Below half of the threshold one is served from the storage and nobody is asked; from there on it is refreshed in the
 * background; at the threshold it is fetched while its caller waits.
 */
final class ProfileService {

    /** The version of the pages that are understood. */
    private static final int PAGE_VERSION = 1;

    private final Upstream upstream;
    private final PlayerDirectory directory;
    private final UnknownPlayers unknown;
    private final FreshnessPolicy policy;
    private final ReadThrough<ProfileDocument> profiles;

    ProfileService(
            PlayerStorage storage,
            Upstream upstream,
            PlayerSettings settings,
            PlayerDirectory directory,
            UnknownPlayers unknown) {
        this.upstream = upstream;
        this.directory = directory;
        this.unknown = unknown;
        policy = settings.profiles();
        // tag::profiles[]
        profiles = ReadThrough.builder(storage.library(), PlayerStorage.PROFILES, this::load)
                .policy(policy)
                .contents()
                .leases(Leases.of(storage.library()), settings.loadBound())
                .concurrency(10)
                .build();
        // end::profiles[]
    }

    /** Returns the career of a player; empty if nobody knows the player. */
    Optional<Answer<Career>> career(String player) {
        return directory.playerId(player).flatMap(id -> profiles.get(id).map(served -> answer(id, served)));
    }

    /** Fetches a profile, however fresh the stored one is. */
    Optional<Answer<Career>> refresh(String player) {
        return directory.playerId(player).flatMap(id -> profiles.refresh(id).map(served -> answer(id, served)));
    }

    private Answer<Career> answer(String playerId, Served<ProfileDocument> served) {
        String html = served.content().map(Content::text).orElse("");
        return Answer.of(policy, served.map(document -> Career.read(html, document.summaryOf(playerId))));
    }

    // tag::load[]
    private Loaded<ProfileDocument> load(LoadRequest<ProfileDocument> request) throws IOException {
        String playerId = request.key();
        Optional<ProfileDocument> before = request.stored().map(Stored::value);
        if (before.isEmpty() && unknown.isLeftAlone(playerId)) {
            return Loaded.absent();
        }
        Optional<FoundPlayer> found = before.isPresent() ? upstream.search(playerId) : directory.lookUp(playerId);
        if (before.isPresent() && found.isPresent() && isUnchanged(before.get(), found.get())) {
            return Loaded.notChanged(); // which makes it fresh
        }
        Optional<String> page = upstream.page(playerId);
        if (page.isEmpty()) {
            unknown.add(playerId);
            return Loaded.absent();
        }
        ProfileDocument profile = ProfileDocument.merged(before, write(page.get(), found));
        Career.read(page.get(), profile.summaryOf(playerId)); // or it must not take the place of a good one
        unknown.remove(playerId);
        return Loaded.of(profile, Content.text(page.get()));
    }
    // end::load[]

    private static boolean isUnchanged(ProfileDocument before, FoundPlayer found) {
        Instant changed = ProfileDocument.lastUpdated(found.summary());
        return changed != null && changed.equals(before.lastUpdated()) && before.dataVersion() == PAGE_VERSION;
    }

    private static ProfileWrite write(String page, Optional<FoundPlayer> found) {
        return found.map(player ->
                        new ProfileWrite(page, player.summary(), player.battletag(), player.name(), null, PAGE_VERSION))
                .orElseGet(() -> ProfileWrite.of(page));
    }
}
