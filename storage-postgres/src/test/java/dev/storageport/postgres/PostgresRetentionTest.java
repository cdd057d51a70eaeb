// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.tck.retention.RetentionProcesses;
import dev.storageport.tck.rule.Rule;
import org.junit.jupiter.api.Test;

/** Retention by processes that share a server. */
final class PostgresRetentionTest {

    @Test
    @Rule("KEEP-12")
    void processKilledHalfWay_leavesTheRestToTheNext() {
        try (TestDatabase database = TestDatabase.create()) {
            new RetentionProcesses(database.url()).assertNextGoesOnAfterAKill();
        }
    }

    @Test
    @Rule("KEEP-12")
    void secondProcess_besideTheFirst_removesNothing() {
        try (TestDatabase database = TestDatabase.create()) {
            new RetentionProcesses(database.url()).assertSecondDoesNothing();
        }
    }
}
