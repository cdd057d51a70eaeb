// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Players whom the upstream does not know, and how long it is not asked for them again: ten minutes, three times as long after each further
 * time that it does not know them, six hours at most. Kept in the storage, so that all processes leave them alone.
 */
final class UnknownPlayers {

    /**
     * An id or a battletag that the upstream does not know.
     *
     * @param checks how often it was asked
     */
    record UnknownPlayer(int checks) {}

    static final CollectionSpec<UnknownPlayer> UNKNOWN_PLAYERS = CollectionSpec.of(
                    "unknown_players", UnknownPlayer.class)
            .indexUpdatedAt()
            .build();

    static final Duration SHORTEST = Duration.ofMinutes(10);
    static final Duration LONGEST = Duration.ofHours(6);
    private static final int FACTOR = 3;

    private final DocumentCollection<UnknownPlayer> players;
    private final InstantSource clock;

    UnknownPlayers(Storage storage) {
        players = storage.collection(UNKNOWN_PLAYERS);
        clock = storage.clock();
    }

    /** Returns whether the upstream is not to be asked for this player now. */
    boolean isLeftAlone(String player) {
        return BestEffort.read(
                () -> players.get(player)
                        .filter(unknown -> unknown.age(clock.instant())
                                        .compareTo(pause(unknown.value().checks()))
                                < 0)
                        .isPresent(),
                false);
    }

    static Duration pause(int checks) {
        Duration pause = SHORTEST;
        for (int check = 1; check < checks && pause.compareTo(LONGEST) < 0; check++) {
            pause = pause.multipliedBy(FACTOR);
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** Notes that the upstream does not know this player. */
    void add(String player) {
        BestEffort.write(() -> players.upsert(
                player,
                before -> new UnknownPlayer(before.map(UnknownPlayer::checks).orElse(0) + 1)));
    }

    /** Notes that the upstream knows this player. */
    void remove(String player) {
        BestEffort.write(() -> players.delete(player));
    }
}
