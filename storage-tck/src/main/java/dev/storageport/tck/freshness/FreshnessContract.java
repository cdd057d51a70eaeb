// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on freshness. What a read-through serves, loads and refreshes, and leases; on the backend's own collections, by the clock of the
 * test. Extend it to run it alone.
 */
@Tag("freshness")
public abstract class FreshnessContract extends Contract {

    /** For subclasses. */
    protected FreshnessContract() {}

    @Nested
    final class Serving extends ServingRules {}

    @Nested
    final class Storing extends StoringRules {}

    @Nested
    final class SharedLoads extends SharedLoadRules {}

    @Nested
    final class Refreshing extends RefreshRules {}

    @Nested
    final class SeveralKeys extends SeveralKeysRules {}

    @Nested
    final class SourceFailures extends SourceFailureRules {}

    @Nested
    final class StoreFailures extends StoreFailureRules {}

    @Nested
    final class Processes extends ProcessesRules {}

    @Nested
    final class Closing extends ReadThroughClosingRules {}

    @Nested
    final class Refusals extends ReadThroughRefusalRules {}

    @Nested
    final class Leasing extends LeaseRules {}
}
