// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.tck.rule.RuleRecorder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContextException;

/** Makes a workbench for each test of a topic, on a harness of the contract around it, and closes it after the test. */
final class WorkbenchExtension implements BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        Contract contract = enclosing(context, Contract.class);
        Workbench bench = new Workbench(contract::harness);
        enclosing(context, Topic.class).open(bench);
        RuleRecorder.path(context, bench.harness().path());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        enclosing(context, Topic.class).close();
    }

    private static <T> T enclosing(ExtensionContext context, Class<T> kind) {
        return context.getRequiredTestInstances()
                .findInstance(kind)
                .orElseThrow(() -> new ExtensionContextException(
                        context.getRequiredTestClass().getName() + " stands in no " + kind.getSimpleName()
                                + ": a topic is a nested class of a chapter"));
    }
}
