// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

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
        for (var method : StorageContract.class.getMethods()) {
            Rule rules = method.getAnnotation(Rule.class);
            if (rules != null) {
                for (String rule : rules.value()) {
                    tests.add(new KitTest(rule, method.getName()));
                }
            }
        }
        return tests;
    }
}
