// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Every rule of {@code CONTRACT.md} that can be proven from outside a backend. Extend it, supply a harness, run it with JUnit.
 *
 * <pre>{@code
 * class MyStorageContractTest extends StorageContract {
 *     @Override
 *     protected StorageHarness harness() {
 *         return new MyHarness();
 *     }
 * }
 * }</pre>
 */
public abstract class StorageContract {

    private Workbench bench;

    /** Returns a harness on an empty database; called before each test. */
    protected abstract StorageHarness harness();

    /** Returns the tools of the running test. */
    public final Workbench bench() {
        return bench;
    }

    @BeforeEach
    final void openBench() {
        bench = new Workbench(harness());
    }

    @AfterEach
    final void closeBench() {
        bench.close();
    }
}
