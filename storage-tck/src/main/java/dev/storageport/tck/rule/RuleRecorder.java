// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import dev.storageport.tck.rule.RuleResult.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down which rule was proven by which test and how it ended: once for each outermost test class, with all that is nested in it, to
 * {@code target/storage-tck/<class>.tsv}, or the folder that the property {@value #FOLDER} names. Comes with {@link Rule}; a class that
 * registers it besides promises that each of its tests names a rule, and a test that does not, fails.
 */
public final class RuleRecorder implements BeforeAllCallback, BeforeEachCallback, TestWatcher {

    /** The system property, or JUnit configuration parameter, that names the folder. */
    public static final String FOLDER = "storage.tck.report";

    private static final ExtensionContext.Namespace RECORDS = ExtensionContext.Namespace.create(RuleRecorder.class);

    /** Called by JUnit. */
    public RuleRecorder() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        results(context); // there is a file, even if no test runs
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        if (rules(test).isEmpty()) {
            throw new AssertionError(
                    test.getName() + " names no rule by @Rule; tests of your own belong in a class of their own");
        }
    }

    /** Notes the path through the backend that a test takes, before it ends; {@link RuleResult#DIRECT} if nobody does. */
    public static void path(ExtensionContext test, String path) {
        results(test).paths().put(test.getUniqueId(), path);
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

    private static void record(ExtensionContext context, Outcome outcome) {
        Method method = context.getRequiredTestMethod();
        String shown = context.getDisplayName();
        boolean plain = shown.equals(RuleNames.shown(method)) || shown.equals(method.getName() + "()");
        String test = plain ? method.getName() : method.getName() + " " + shown;
        List<String> rules = rules(method);
        Results results = results(context);
        String path = results.paths().getOrDefault(context.getUniqueId(), RuleResult.DIRECT);
        for (String rule : rules.isEmpty() ? List.of(RuleResult.UNNUMBERED) : rules) {
            results.add(new RuleResult(rule, test, outcome, path));
        }
    }

    private static List<String> rules(Method test) {
        Rule rule = test.getAnnotation(Rule.class);
        return rule == null ? List.of() : List.of(rule.value());
    }

    private static Results results(ExtensionContext context) {
        ExtensionContext outermost = context;
        for (Optional<ExtensionContext> up = context.getParent();
                up.flatMap(ExtensionContext::getTestClass).isPresent();
                up = up.get().getParent()) {
            outermost = up.get();
        }
        String folder = context.getConfigurationParameter(FOLDER).orElse("target/storage-tck");
        Path file = Path.of(folder, outermost.getRequiredTestClass().getSimpleName() + ".tsv");
        return outermost.getStore(RECORDS).computeIfAbsent(Results.class, key -> new Results(file), Results.class);
    }

    /** The results of one outermost class; written when JUnit is done with the class. */
    private record Results(Path file, Queue<RuleResult> results, Map<String, String> paths) implements AutoCloseable {

        Results(Path file) {
            this(file, new ConcurrentLinkedQueue<>(), new ConcurrentHashMap<>());
        }

        void add(RuleResult result) {
            results.add(result);
        }

        @Override
        public void close() throws IOException {
            ResultFile.write(file, List.copyOf(results));
        }
    }
}
