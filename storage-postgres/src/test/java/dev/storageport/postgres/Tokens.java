// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.CollectionSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A document that holds the tokens of those who wrote it, so that a write applied twice shows. */
record Tokens(List<String> tokens) {

    static final CollectionSpec<Tokens> SPEC =
            CollectionSpec.of("tokens", Tokens.class).build();

    static Tokens of(String... tokens) {
        return new Tokens(List.of(tokens));
    }

    Tokens and(String token) {
        List<String> more = new ArrayList<>(tokens);
        more.add(token);
        return new Tokens(more);
    }

    int count(String token) {
        return Collections.frequency(tokens, token);
    }
}
