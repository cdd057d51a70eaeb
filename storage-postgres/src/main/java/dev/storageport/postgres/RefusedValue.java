// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.IndexValue;
import dev.storageport.port.IndexValue.BooleanValue;
import dev.storageport.port.IndexValue.DateValue;
import dev.storageport.port.IndexValue.InstantValue;
import dev.storageport.port.IndexValue.IntegerValue;
import dev.storageport.port.IndexValue.RealValue;
import dev.storageport.port.IndexValue.TextValue;
import dev.storageport.port.IndexValue.UuidValue;
import dev.storageport.port.Write;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value that a unique index has refused, as the server tells it:
 *
 * <pre>
 * Key (ix_battletag)=(tekrop) already exists.           in the server's language, and without the value if the user may not see it
 * </pre>
 *
 * It is compared with the values of a batch, to find the write that was refused, and never told to anybody.
 */
record RefusedValue(String index, @Nullable String detail) {

    private static final String BEFORE = ")=(";

    /** The form that the driver asks every session for, in whatever zone. */
    private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter(Locale.ROOT);

    /** Returns the key of the write that was refused; empty if the server does not tell. */
    Optional<String> keyIn(WriteBatch batch) {
        int before = detail == null ? -1 : detail.indexOf(BEFORE);
        if (detail == null || before < 0) {
            return Optional.empty();
        }
        String rest = detail.substring(before + BEFORE.length());
        // The longest one, because the text of a value may begin with that of another and a parenthesis.
        return batch.writes().stream()
                .filter(write ->
                        value(write).filter(value -> isAtStart(rest, value)).isPresent())
                .max(Comparator.comparingInt(
                        write -> value(write).map(RefusedValue::length).orElse(0)))
                .map(Write::key);
    }

    private Optional<IndexValue> value(Write write) {
        return write instanceof Write.Put put
                ? Optional.ofNullable(put.indexValues().get(index))
                : Optional.empty();
    }

    private static int length(IndexValue value) {
        return value instanceof TextValue text ? text.value().length() : 0;
    }

    private static boolean isAtStart(String rest, IndexValue value) {
        if (value instanceof TextValue text) {
            return rest.startsWith(text.value() + ")");
        }
        int end = rest.indexOf(')');
        return end >= 0 && isText(rest.substring(0, end), value);
    }

    /** Returns whether that is how the server writes a value; not if it has been told to write otherwise. */
    private static boolean isText(String text, IndexValue value) {
        try {
            if (value instanceof IntegerValue whole) {
                return Long.parseLong(text) == whole.value();
            } else if (value instanceof RealValue real) {
                return Double.parseDouble(text) == real.value();
            } else if (value instanceof BooleanValue bool) {
                return text.equals(bool.value() ? "t" : "f");
            } else if (value instanceof InstantValue moment) {
                return INSTANT.parse(text, Instant::from).equals(moment.value());
            } else if (value instanceof DateValue day) {
                return text.equals(day.value().toString());
            }
            return value instanceof UuidValue uuid && UUID.fromString(text).equals(uuid.value());
        } catch (DateTimeException | IllegalArgumentException anotherForm) {
            return false;
        }
    }
}
