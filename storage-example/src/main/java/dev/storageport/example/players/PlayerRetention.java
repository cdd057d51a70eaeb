// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.Storage;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.lease.Leases;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import java.time.Duration;

/**
 * What the service forgets: players whom nobody has asked for in a while, what was found while looking for them, and what crashed processes left
 * behind. Static data are kept.
 */
final class PlayerRetention {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private PlayerRetention() {}

    static Retention of(Storage storage, PlayerSettings settings) {
        // tag::retention[]
        // All of it can be fetched again, so after a week without callers all of it may go.
        RetentionPolicy<Object> unused =
                RetentionPolicy.maxAge(settings.keepUnused()).ofAnyShare();
        return Retention.builder(storage)
                .policy(PlayerStorage.PROFILES, unused)
                .policy(FoundPlayer.FOUND_PLAYERS, unused)
                .policy(UnknownPlayers.UNKNOWN_PLAYERS, unused)
                .policy(
                        Leases.COLLECTION,
                        RetentionPolicy.maxAge(Leases.LONGEST).ofAnyShare())
                .every(settings.cleanEvery())
                .lease(Leases.of(storage), LEASE)
                .build();
        // end::retention[]
    }
}
