// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A service that serves profiles of players and data that belong to no player, which it fetches from another service and keeps on any
 * database: {@link dev.storageport.example.players.PlayerApplication} is where to begin.
 */
@NullMarked
package dev.storageport.example.players;

import org.jspecify.annotations.NullMarked;
