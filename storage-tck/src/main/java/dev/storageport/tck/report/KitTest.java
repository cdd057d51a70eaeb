// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.rule.Rule;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test of the kit and a rule it proves.
 *
 * @param rule the rule's number
 * @param method the test's method
 */
record KitTest(String rule, String method) {

    /** Returns every test of this kit with each of its rules, sorted. */
    static Set<KitTest> all() {
        Set<KitTest> tests = new TreeSet<>(Comparator.comparing(KitTest::rule).thenComparing(KitTest::method));
        addTests(StorageContract.class, tests);
        return tests;
    }

    private static void addTests(Class<?> contract, Set<KitTest> tests) {
        for (var method :
                AnnotationSupport.findAnnotatedMethods(contract, Rule.class, HierarchyTraversalMode.TOP_DOWN)) {
            for (String rule : method.getAnnotation(Rule.class).value()) {
                tests.add(new KitTest(rule, method.getName()));
            }
        }
        ReflectionSupport.streamNestedClasses(contract, nested -> nested.isAnnotationPresent(Nested.class))
                .forEach(nested -> addTests(nested, tests));
    }
}
