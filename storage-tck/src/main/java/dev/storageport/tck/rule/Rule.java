// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the rules of {@code CONTRACT.md} that a test proves. How the test ends is recorded, see {@link RuleRecorder}; so a backend proves
 * what the kit cannot by tests of its own that carry this annotation, in classes of their own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(RuleRecorder.class)
public @interface Rule {

    /** Returns the rules' numbers, for instance {@code TEXT-1}. */
    String[] value();
}
