// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** A canonical value of an index: valid text, a finite number, an instant in microseconds. */
public sealed interface IndexValue {

    /** Returns the type of index this value belongs to. */
    IndexType type();

    /**
     * A text.
     *
     * @param value valid Unicode without U+0000
     */
    record TextValue(String value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.TEXT;
        }
    }

    /**
     * A 64-bit integer.
     *
     * @param value the number
     */
    record IntegerValue(long value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.INTEGER;
        }
    }

    /**
     * A double.
     *
     * @param value the number, finite and not negative zero
     */
    record RealValue(double value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.REAL;
        }
    }

    /**
     * A truth value.
     *
     * @param value the value
     */
    record BooleanValue(boolean value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.BOOLEAN;
        }
    }

    /**
     * An instant.
     *
     * @param value the instant, in whole microseconds
     */
    record InstantValue(Instant value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.INSTANT;
        }
    }

    /**
     * A calendar date.
     *
     * @param value the date
     */
    record DateValue(LocalDate value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.DATE;
        }
    }

    /**
     * A UUID.
     *
     * @param value the UUID
     */
    record UuidValue(UUID value) implements IndexValue {
        @Override
        public IndexType type() {
            return IndexType.UUID;
        }
    }

    /**
     * The values of an index of many values.
     *
     * @param values distinct values of one type, at least one
     */
    record MultiValue(List<IndexValue> values) implements IndexValue {

        /** Copies the list. */
        public MultiValue {
            values = List.copyOf(values);
        }

        /** Returns the type of the single values. */
        @Override
        public IndexType type() {
            return values.get(0).type();
        }
    }
}
