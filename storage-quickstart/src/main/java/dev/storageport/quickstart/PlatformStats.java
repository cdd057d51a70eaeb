// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import java.util.List;
import java.util.Map;

/**
 * A player's figures on one platform.
 *
 * @param gamesPlayed how many games were played
 * @param gamesWon how many of them were won
 * @param eliminationsPerLife the average over all games
 * @param ranks the rank in each role that has one
 * @param topHeroes the heroes played longest, in that order
 */
public record PlatformStats(
        int gamesPlayed, int gamesWon, double eliminationsPerLife, Map<String, Rank> ranks, List<String> topHeroes) {

    /** Copies the collections and refuses more games won than played. */
    public PlatformStats {
        if (gamesWon < 0 || gamesWon > gamesPlayed) {
            throw new IllegalArgumentException("gamesWon is not from 0 to gamesPlayed");
        }
        ranks = Map.copyOf(ranks);
        topHeroes = List.copyOf(topHeroes);
    }
}
