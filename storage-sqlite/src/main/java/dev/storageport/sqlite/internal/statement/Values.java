// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values on their way to and from columns. Only text, long, double and bytes pass the driver: its date types go through
 * milliseconds and the Julian calendar, its ints are cut without an error.
 */
final class Values {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Values() {}

    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    static void bind(PreparedStatement statement, int parameter, @Nullable IndexValue value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else if (value instanceof IndexValue.TextValue text) {
            statement.setString(parameter, text.value());
        } else if (value instanceof IndexValue.IntegerValue whole) {
            statement.setLong(parameter, whole.value());
        } else if (value instanceof IndexValue.RealValue real) {
            statement.setDouble(parameter, real.value());
        } else if (value instanceof IndexValue.BooleanValue bool) {
            statement.setLong(parameter, bool.value() ? 1 : 0);
        } else if (value instanceof IndexValue.InstantValue moment) {
            statement.setLong(parameter, micros(moment.value()));
        } else if (value instanceof IndexValue.DateValue day) {
            statement.setString(parameter, day.value().toString());
        } else if (value instanceof IndexValue.UuidValue uuid) {
            statement.setString(parameter, uuid.value().toString());
        }
    }

    /** Returns the value in a column; empty if there is none. */
    static Optional<IndexValue> value(ResultSet row, int column, IndexType type) throws SQLException {
        return switch (type) {
            case TEXT, DATE, UUID -> Optional.ofNullable(row.getString(column)).map(text -> value(text, type));
            case REAL -> {
                double real = row.getDouble(column);
                yield row.wasNull() ? Optional.empty() : Optional.of(new IndexValue.RealValue(real));
            }
            case INTEGER, BOOLEAN, INSTANT -> {
                long number = row.getLong(column);
                yield row.wasNull() ? Optional.empty() : Optional.of(value(number, type));
            }
        };
    }

    private static IndexValue value(String text, IndexType type) {
        return switch (type) {
            case DATE -> new IndexValue.DateValue(LocalDate.parse(text));
            case UUID -> new IndexValue.UuidValue(UUID.fromString(text));
            default -> new IndexValue.TextValue(text);
        };
    }

    private static IndexValue value(long number, IndexType type) {
        return switch (type) {
            case BOOLEAN -> new IndexValue.BooleanValue(number != 0);
            case INSTANT -> new IndexValue.InstantValue(instant(number));
            default -> new IndexValue.IntegerValue(number);
        };
    }

    static StoredRecord read(ResultSet row, Projection projection) throws SQLException {
        Optional<String> body = projection.body() ? Optional.of(row.getString(6)) : Optional.empty();
        return new StoredRecord(
                row.getString(1),
                row.getLong(2),
                Math.toIntExact(row.getLong(3)),
                instant(row.getLong(4)),
                instant(row.getLong(5)),
                body,
                projection.content() ? content(row, projection.body() ? 7 : 6) : Optional.empty(),
                projection.size() ? OptionalLong.of(row.getLong(6)) : OptionalLong.empty());
    }

    private static Optional<ContentFrame> content(ResultSet row, int column) throws SQLException {
        byte[] frame = row.getBytes(column + 1);
        return frame == null
                ? Optional.empty()
                : Optional.of(new ContentFrame(frame, Math.toIntExact(row.getLong(column))));
    }

    /** Returns the keys as a JSON array. Keys are valid text without U+0000, so quotes, backslashes and controls are all to escape. */
    static String jsonArray(Collection<String> keys) {
        StringBuilder json = new StringBuilder(keys.size() * 24).append('[');
        for (String key : keys) {
            json.append(json.length() > 1 ? ",\"" : "\"");
            for (int i = 0; i < key.length(); i++) {
                char c = key.charAt(i);
                if (c < ' ') {
                    json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else if (c == '"' || c == '\\') {
                    json.append('\\').append(c);
                } else {
                    json.append(c);
                }
            }
            json.append('"');
        }
        return json.append(']').toString();
    }
}
