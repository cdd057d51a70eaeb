// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import dev.storageport.Health;

/** What a finding means to whoever asks, as the code of a status, which both lines of Spring Boot have. */
enum Verdict {
    /** Whether somebody has to act. */
    LIVE {
        @Override
        String of(Health found) {
            return found.live() ? "UP" : "DOWN";
        }
    },
    /** Whether a caller would be served now. */
    READY {
        @Override
        String of(Health found) {
            return found.live() && !found.ready() ? "OUT_OF_SERVICE" : LIVE.of(found);
        }
    };

    abstract String of(Health found);
}
