// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.tck.retention.RetentionProcesses;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention by processes that share a file. */
final class SqliteRetentionTest {

    @TempDir
    Path directory;

    private RetentionProcesses processes() {
        return new RetentionProcesses("sqlite:" + directory.resolve("app.db"));
    }

    @Test
    @Rule("KEEP-12")
    void processKilledHalfWay_leavesTheRestToTheNext() {
        processes().assertNextGoesOnAfterAKill();
    }

    @Test
    @Rule("KEEP-12")
    void secondProcess_besideTheFirst_removesNothing() {
        processes().assertSecondDoesNothing();
    }
}
