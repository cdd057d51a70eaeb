// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Shows tests with the numbers of their rules: {@code TEXT-1 key_empty_isRefused}. */
public final class RuleNames extends DisplayNameGenerator.Standard {

    /** Called by JUnit. */
    public RuleNames() {}

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        return shown(testMethod);
    }

    static String shown(Method test) {
        Rule rule = test.getAnnotation(Rule.class);
        return rule == null ? test.getName() : String.join(", ", rule.value()) + " " + test.getName();
    }
}
