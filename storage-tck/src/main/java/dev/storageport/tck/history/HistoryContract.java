// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on histories. What concurrent callers did and saw, recorded and judged: could it have happened one after the other? Extend
 * it to run it alone.
 */
@Tag("history")
public abstract class HistoryContract extends Contract {

    /** For subclasses. */
    protected HistoryContract() {}

    @Nested
    final class History extends HistoryRules {}
}
