// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;

/**
 * The part of the chapter on transactions that is about reads from standbys, for the author of a backend that has some: the whole chapter runs on
 * a harness without, this on one with a {@linkplain dev.storageport.tck.harness.StorageHarness#standby() standby}.
 */
public abstract class StandbyReadsContract extends Contract {

    /** For subclasses. */
    protected StandbyReadsContract() {}

    @Nested
    final class StandbyRead extends StandbyReadRules {}
}
