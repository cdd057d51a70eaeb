// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import java.util.concurrent.atomic.AtomicBoolean;

/** One caller of many, who writes a document of its own and reads it at once. */
final class ReadYourWrites {

    private ReadYourWrites() {}

    /**
     * Writes and reads until it is over.
     *
     * @return how often
     * @throws AssertionError if a read shows anything but what was written just now
     */
    static long run(DocumentCollection<Tokens> tokens, String key, AtomicBoolean over) {
        long rounds = 0;
        while (!over.get()) {
            Tokens written = Tokens.of(Long.toString(++rounds));
            tokens.put(key, written);
            assertThat(tokens.get(key).orElseThrow().value())
                    .as("what was written just now")
                    .isEqualTo(written);
        }
        return rounds;
    }
}
