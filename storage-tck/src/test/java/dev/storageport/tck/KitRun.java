// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.StorageHarness;
import dev.storageport.tck.rule.Rule;
import dev.storageport.tck.rule.RuleRecorder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A run of the kit inside a test, on the fake with something wrong about its harness or ports: the tests of one rule, or all.
 *
 * @param results how each test that ran ended, by the name of its method
 */
record KitRun(Map<String, TestExecutionResult> results) {

    private static final String BREAKAGE = "breakage";

    /** The tests of each rule, so that a run looks for nothing else. */
    private static final Map<String, List<DiscoverySelector>> CARRIERS = carriers(OnFakeWithBreakage.class);

    private static Map<String, List<DiscoverySelector>> carriers(Class<?> contract) {
        Map<String, List<DiscoverySelector>> carriers = new HashMap<>();
        addCarriers(List.of(), contract, carriers);
        return carriers;
    }

    private static void addCarriers(
            List<Class<?>> around, Class<?> contract, Map<String, List<DiscoverySelector>> carriers) {
        List<Class<?>> path = new ArrayList<>(around);
        path.add(contract);
        for (Class<?> nested :
                ReflectionSupport.findNestedClasses(contract, found -> found.isAnnotationPresent(Nested.class))) {
            for (Method test :
                    AnnotationSupport.findAnnotatedMethods(nested, Rule.class, HierarchyTraversalMode.TOP_DOWN)) {
                for (String rule : test.getAnnotation(Rule.class).value()) {
                    carriers.computeIfAbsent(rule, first -> new ArrayList<>())
                            .add(selectNestedMethod(path, nested, test));
                }
            }
            addCarriers(path, nested, carriers);
        }
    }

    /** Runs the tests that carry the rule. */
    static KitRun ofRule(String rule, UnaryOperator<StorageHarness> breakage, Path reports) {
        return run(breakage, reports, CARRIERS.getOrDefault(rule, List.of()));
    }

    /** Runs those tests of a chapter that carry the rule. */
    static KitRun ofRule(String rule, Class<?> chapter, Path reports) {
        return ofRule(rule, chapter, UnaryOperator.identity(), reports);
    }

    /**
     * Runs the tests of a chapter that carry the rule.
     *
     * @param chapter the chapter on the fake; its constructor takes the breakage
     */
    static KitRun ofRule(String rule, Class<?> chapter, UnaryOperator<?> breakage, Path reports) {
        return run(breakage, reports, carriers(chapter).getOrDefault(rule, List.of()));
    }

    /** Runs every test. */
    static KitRun ofAll(UnaryOperator<StoragePort> breakage, Path reports) {
        UnaryOperator<StorageHarness> around = harness -> new ForwardingHarness(harness, breakage);
        return run(around, reports, List.of(selectClass(OnFakeWithBreakage.class)));
    }

    private static KitRun run(UnaryOperator<?> breakage, Path reports, List<? extends DiscoverySelector> selectors) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter(RuleRecorder.FOLDER, reports.toString())
                .build();
        LauncherConfig nothingRegistered = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build();
        Map<String, TestExecutionResult> results = new LinkedHashMap<>();
        try (LauncherSession session = LauncherFactory.openSession(nothingRegistered)) {
            session.getStore().put(Namespace.create(KitRun.class.getName()), BREAKAGE, breakage);
            session.getLauncher().execute(request, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
                        results.put(test.getDisplayName(), result);
                    }
                }
            });
        }
        return new KitRun(results);
    }

    /** Fails unless a test failed by an assertion that is described. */
    void assertNoticed(String mistake, String rule) {
        assertThat(results).as("tests that carry %s", rule).isNotEmpty();
        assertThat(results).as("one that %s: the tests of %s", mistake, rule).anySatisfy((test, result) -> {
            assertThat(result.getStatus()).isEqualTo(Status.FAILED);
            assertThat(result.getThrowable())
                    .hasValueSatisfying(failure -> assertThat(failure)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageStartingWith("["));
        });
    }

    /** Returns the tests that did not succeed. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        results.forEach((test, result) -> {
            if (result.getStatus() != Status.SUCCESSFUL) {
                failures.add(test + ": " + result.getThrowable().orElse(null));
            }
        });
        return failures;
    }

    /** The kit on the fake, broken as the run says. Not called a test, so that it runs only here. */
    @ExtendWith(BreakageOfRun.class)
    static final class OnFakeWithBreakage extends StorageContract {

        private final UnaryOperator<StorageHarness> breakage;

        OnFakeWithBreakage(UnaryOperator<StorageHarness> breakage) {
            this.breakage = breakage;
        }

        @Override
        protected StorageHarness harness() {
            return breakage.apply(new FakeHarness());
        }
    }

    /** Hands the run's breakage to the test class. */
    static final class BreakageOfRun implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == UnaryOperator.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Namespace kitRuns = ExtensionContext.Namespace.create(KitRun.class.getName());
            return Objects.requireNonNull(
                    context.getStore(StoreScope.LAUNCHER_SESSION, kitRuns).get(BREAKAGE));
        }
    }
}
