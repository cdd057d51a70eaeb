// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.RuleResult.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down, for each test class, which rule was proven by which test and how it ended: to
 * {@code target/storage-tck/<class>.tsv}, or the folder that the property {@value #FOLDER} names. JUnit makes one recorder for
 * each test class.
 */
final class RuleRecorder implements BeforeEachCallback, TestWatcher, AfterAllCallback {

    /** The system property, or JUnit configuration parameter, that names the folder. */
    static final String FOLDER = "storage.tck.report";

    private final Queue<RuleResult> results = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        if (rules(test).isEmpty()) {
            throw new AssertionError(
                    test.getName() + " names no rule by @Rule; tests of your own belong in a class of their own");
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, Outcome.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        record(context, Outcome.FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        record(context, Outcome.ABORTED);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        record(context, Outcome.DISABLED);
    }

    private void record(ExtensionContext context, Outcome outcome) {
        Method method = context.getRequiredTestMethod();
        String plain = method.getName() + "()";
        String shown = context.getDisplayName();
        String test = shown.equals(plain) ? method.getName() : method.getName() + " " + shown;
        List<String> rules = rules(method);
        for (String rule : rules.isEmpty() ? List.of(RuleResult.UNNUMBERED) : rules) {
            results.add(new RuleResult(rule, test, outcome));
        }
    }

    private static List<String> rules(Method test) {
        Rule rule = test.getAnnotation(Rule.class);
        return rule == null ? List.of() : List.of(rule.value());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        String folder = context.getConfigurationParameter(FOLDER).orElse("target/storage-tck");
        Path file = Path.of(folder, context.getRequiredTestClass().getSimpleName() + ".tsv");
        ResultFile.write(file, List.copyOf(results));
    }
}
