// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import java.lang.invoke.MethodType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The Java types that can be indexed, and the one canonical value each becomes. */
final class IndexedTypes {

    private static final LocalDate FIRST_DAY = LocalDate.ofInstant(Limits.EARLIEST, ZoneOffset.UTC);
    private static final LocalDate LAST_DAY = LocalDate.ofInstant(Limits.LATEST, ZoneOffset.UTC);

    private IndexedTypes() {}

    /** Returns the class of the values: the wrapper of a primitive type, which {@code int.class} is given for, else the class itself. */
    @SuppressWarnings("unchecked") // int.class is a Class<Integer>
    static <V> Class<V> boxed(Class<V> type) {
        return (Class<V>) MethodType.methodType(type).wrap().returnType();
    }

    static IndexType of(String index, Class<?> declared) {
        Class<?> type = boxed(declared);
        if (type == String.class || type.isEnum()) {
            return IndexType.TEXT;
        } else if (type == Long.class || type == Integer.class || type == Short.class || type == Byte.class) {
            return IndexType.INTEGER;
        } else if (type == Double.class || type == Float.class) {
            return IndexType.REAL;
        } else if (type == Boolean.class) {
            return IndexType.BOOLEAN;
        } else if (type == Instant.class) {
            return IndexType.INSTANT;
        } else if (type == LocalDate.class) {
            return IndexType.DATE;
        } else if (type == UUID.class) {
            return IndexType.UUID;
        }
        throw new ConfigurationException(
                "index " + index, "values of type " + declared.getName() + " cannot be indexed");
    }

    static IndexValue canonical(String field, Object value) {
        if (value instanceof String text) {
            TextRules.checkLength(field, text, Limits.INDEX_TEXT_BYTES);
            return new IndexValue.TextValue(text);
        } else if (value instanceof Enum<?> constant) {
            return new IndexValue.TextValue(constant.name());
        } else if (value instanceof Double || value instanceof Float) {
            return real(field, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            return new IndexValue.IntegerValue(number.longValue());
        } else if (value instanceof Boolean truth) {
            return new IndexValue.BooleanValue(truth);
        } else if (value instanceof Instant instant) {
            return new IndexValue.InstantValue(instant(field, instant));
        } else if (value instanceof LocalDate date) {
            return day(field, date);
        } else if (value instanceof UUID uuid) {
            return new IndexValue.UuidValue(uuid);
        }
        throw new IllegalStateException(field + " has a type that its declaration excludes");
    }

    /** Returns the value that the canonical one was made of. */
    static <V> V declared(String field, Class<V> type, IndexValue value) {
        Object declared;
        if (value instanceof IndexValue.TextValue text) {
            declared = type.isEnum() ? constant(field, type, text.value()) : text.value();
        } else if (value instanceof IndexValue.IntegerValue whole) {
            declared = narrowed(field, type, whole.value());
        } else if (value instanceof IndexValue.RealValue real) {
            declared = type == Float.class ? (Object) single(field, real.value()) : (Object) real.value();
        } else if (value instanceof IndexValue.BooleanValue bool) {
            declared = bool.value();
        } else if (value instanceof IndexValue.InstantValue moment) {
            declared = moment.value();
        } else if (value instanceof IndexValue.DateValue day) {
            declared = day.value();
        } else {
            declared = ((IndexValue.UuidValue) value).value();
        }
        return type.cast(declared);
    }

    private static Object constant(String field, Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new SchemaException(field + ": holds a name that " + type.getName() + " does not have", null);
    }

    /** Another program may declare the same index with a wider type; values cut to fit would be taken for one another. */
    private static Object narrowed(String field, Class<?> type, long number) {
        Number narrow = number;
        if (type == Integer.class) {
            narrow = (int) number;
        } else if (type == Short.class) {
            narrow = (short) number;
        } else if (type == Byte.class) {
            narrow = (byte) number;
        }
        if (narrow.longValue() != number) {
            throw unfit(field, type);
        }
        return narrow;
    }

    private static float single(String field, double number) {
        float single = (float) number;
        if (Double.compare(single, number) != 0) {
            throw unfit(field, Float.class);
        }
        return single;
    }

    private static SchemaException unfit(String field, Class<?> type) {
        return new SchemaException(field + ": holds a number that " + type.getName() + " cannot", null);
    }

    private static IndexValue real(String field, double number) {
        if (!Double.isFinite(number)) {
            throw new InvalidValueException(field, "is not a finite number");
        }
        return new IndexValue.RealValue(number + 0.0); // turns -0.0, which databases equal or distinguish, into 0.0
    }

    private static IndexValue day(String field, LocalDate date) {
        if (date.isBefore(FIRST_DAY) || date.isAfter(LAST_DAY)) {
            throw new InvalidValueException(field, "lies outside the years 0001 to 9999");
        }
        return new IndexValue.DateValue(date);
    }

    /** Returns the instant in whole microseconds, rounded down, as databases keep it. */
    static Instant instant(String field, Instant instant) {
        if (instant.isBefore(Limits.EARLIEST) || instant.isAfter(Limits.LATEST.plusNanos(999))) {
            throw new InvalidValueException(field, "lies outside the years 0001 to 9999");
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
