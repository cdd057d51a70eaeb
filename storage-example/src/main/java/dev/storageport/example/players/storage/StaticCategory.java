// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

/** The kinds of data that belong to no player. A kind added here needs no change of a database. */
public enum StaticCategory {
    /** The list of heroes. */
    HEROES,
    /** One hero. */
    HERO,
    /** The list of game modes. */
    GAMEMODES,
    /** The list of maps. */
    MAPS,
    /** The list of roles. */
    ROLES
}
