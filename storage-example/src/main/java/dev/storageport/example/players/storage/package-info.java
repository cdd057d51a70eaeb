// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The storage of a service that serves profiles of players and static data: how an application's own storage interface, with rules of its
 * own, is built on the library. Nothing in it knows which database it runs on.
 */
@NullMarked
package dev.storageport.example.players.storage;

import org.jspecify.annotations.NullMarked;
