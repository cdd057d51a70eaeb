// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

/**
 * A competitive rank.
 *
 * @param division its division, for instance {@code Diamond}
 * @param tier from 5, the lowest, to 1
 */
public record Rank(String division, int tier) {

    /** Refuses a tier that does not exist. */
    public Rank {
        if (tier < 1 || tier > 5) {
            throw new IllegalArgumentException("tier is not from 1 to 5");
        }
    }
}
