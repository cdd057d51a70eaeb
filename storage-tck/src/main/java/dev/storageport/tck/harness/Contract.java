// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.tck.rule.RuleNames;
import dev.storageport.tck.rule.RuleRecorder;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract or a chapter of it: tests that need a harness and nothing else. Its topics are nested classes; each test of theirs gets a
 * {@link Workbench} on a harness of its own.
 */
@ExtendWith(RuleRecorder.class)
@DisplayNameGeneration(RuleNames.class)
public abstract class Contract {

    /** For subclasses. */
    protected Contract() {}

    /** Returns a harness on an empty database; called before each test. */
    protected abstract StorageHarness harness();
}
