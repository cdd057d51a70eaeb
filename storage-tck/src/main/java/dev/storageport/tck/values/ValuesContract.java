// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on values. What a value is and how it comes back: text, JSON, numbers, times, and the types of Java. Extend it to run it
 * alone.
 */
@Tag("values")
public abstract class ValuesContract extends Contract {

    /** For subclasses. */
    protected ValuesContract() {}

    @Nested
    final class DamagedJson extends DamagedJsonRules {}

    @Nested
    final class Defaults extends DefaultsRules {}

    @Nested
    final class ExactText extends ExactTextRules {}

    @Nested
    final class JavaTypes extends JavaTypeRules {}

    @Nested
    final class Json extends JsonRules {}

    @Nested
    final class Mapping extends MappingRules {}

    @Nested
    final class Numbers extends NumberRules {}

    @Nested
    final class ReadBack extends ReadBackRules {}

    @Nested
    final class Text extends TextRules {}

    @Nested
    final class Time extends TimeRules {}
}
