// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.cost;

import dev.storageport.tck.harness.Contract;
import dev.storageport.tck.harness.StorageHarness;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on cost. No part of {@link dev.storageport.tck.StorageContract}, because only the author of a backend can tell how its work is counted; for
 * a backend that does not extend it these rules are not proven.
 *
 * <pre>{@code
 * class MyCostTest extends CostContract {
 *     @Override
 *     protected MeasuredHarness measured() {
 *         return new MyMeasuredHarness();
 *     }
 * }
 * }</pre>
 */
@Tag("cost")
public abstract class CostContract extends Contract {

    private @Nullable MeasuredHarness current;

    /** For subclasses. */
    protected CostContract() {}

    /** Returns a harness on an empty database that counts work; called before each test. */
    protected abstract MeasuredHarness measured();

    @Override
    protected final StorageHarness harness() {
        MeasuredHarness harness = measured();
        current = harness;
        return harness;
    }

    @Nested
    final class Cost extends CostRules {
        @Override
        long work() {
            return Objects.requireNonNull(current, "there is no harness outside of a test")
                    .work();
        }
    }
}
