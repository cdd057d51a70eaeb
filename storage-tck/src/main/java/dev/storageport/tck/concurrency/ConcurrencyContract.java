// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on concurrency. Many callers at once: what they wait for, what an interrupt does, and that nobody gets the answer of
 * another. Extend it to run it alone.
 */
@Tag("concurrency")
public abstract class ConcurrencyContract extends Contract {

    /** For subclasses. */
    protected ConcurrencyContract() {}

    @Nested
    final class Concurrency extends ConcurrencyRules {}

    @Nested
    final class Interruption extends InterruptionRules {}

    @Nested
    final class ManyCallers extends ManyCallersRules {}

    @Nested
    final class Waiting extends WaitingRules {}
}
