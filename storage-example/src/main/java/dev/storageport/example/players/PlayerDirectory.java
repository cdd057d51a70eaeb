// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.example.players.PlayerMetrics.Lookup;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.lease.Leases;
import dev.storageport.readthrough.LoadRequest;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who a battletag is.
 *
 * <pre>
 *   battletag ── of a stored profile ── found by the upstream lately ── its search ── the redirect of its page ──► id, or unknown
 * </pre>
 */
final class PlayerDirectory {

    private final PlayerStorage storage;
    private final Upstream upstream;
    private final PlayerSettings settings;
    private final UnknownPlayers unknown;
    private final PlayerMetrics metrics;
    private final DocumentCollection<FoundPlayer> found;
    private final InstantSource clock;
    private final ReadThrough<FoundPlayer> searches;

    PlayerDirectory(
            PlayerStorage storage,
            Upstream upstream,
            PlayerSettings settings,
            UnknownPlayers unknown,
            PlayerMetrics metrics) {
        this.storage = storage;
        this.upstream = upstream;
        this.settings = settings;
        this.unknown = unknown;
        this.metrics = metrics;
        Storage library = storage.library();
        found = library.collection(FoundPlayer.FOUND_PLAYERS);
        clock = library.clock();
        searches = ReadThrough.builder(library, FoundPlayer.FOUND_PLAYERS, this::search)
                .policy(settings.searches())
                .leases(Leases.of(library), settings.loadBound())
                .build();
    }

    /** Returns the id of a player; empty if nobody knows the player. An id is taken at its word. */
    Optional<String> playerId(String player) {
        if (isId(player)) {
            return Optional.of(player);
        }
        Optional<String> stored = BestEffort.read(() -> storage.playerIdByBattletag(player), Optional.empty());
        metrics.lookedUp(stored.isPresent() ? Lookup.HIT : Lookup.MISS);
        return stored.isPresent()
                ? stored
                : searches.get(player).map(served -> served.value().playerId());
    }

    private static boolean isId(String player) {
        return player.indexOf('|') >= 0;
    }

    private Loaded<FoundPlayer> search(LoadRequest<FoundPlayer> request) throws IOException {
        String battletag = request.key();
        if (request.stored().isEmpty() && unknown.isLeftAlone(battletag)) {
            return Loaded.absent();
        }
        Optional<FoundPlayer> player = upstream.search(battletag);
        if (player.isEmpty()) {
            player = upstream.playerId(battletag).map(id -> new FoundPlayer(id, battletag, null, null));
        }
        if (player.isEmpty()) {
            unknown.add(battletag);
            return Loaded.absent();
        }
        unknown.remove(battletag);
        return Loaded.of(player.get());
    }

    /** Returns what the search knows of a player: what it found lately by a battletag, or by asking it. */
    Optional<FoundPlayer> lookUp(String playerId) throws IOException {
        Optional<FoundPlayer> lately = BestEffort.read(
                () -> found.findFirst(FoundPlayer.PLAYER_ID.is(playerId).newestFirst())
                        .filter(stored -> stored.age(clock.instant()).compareTo(settings.profileThreshold()) < 0)
                        .map(stored -> stored.value()),
                Optional.empty());
        return lately.isPresent() ? lately : upstream.search(playerId);
    }
}
