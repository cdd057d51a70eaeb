// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;

/** What the tests store. */
public record Player(String name, int level) {

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();
    static final CollectionSpec<Player> RETIRED =
            CollectionSpec.of("retired", Player.class).build();
}
