// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on the comparison with the fake. Random steps on the backend and on {@code storage-fake}, compared result by result. Extend
 * it to run it alone.
 */
@Tag("differential")
public abstract class DifferentialContract extends Contract {

    /** For subclasses. */
    protected DifferentialContract() {}

    @Nested
    final class Same extends SameRules {}
}
