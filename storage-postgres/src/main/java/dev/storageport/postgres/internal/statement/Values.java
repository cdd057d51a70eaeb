// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.Limits;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values on their way to and from the driver. Instants travel as {@link OffsetDateTime} in UTC, never as {@code java.sql} times,
 * which shift days before 1582.
 */
final class Values {

    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    /** Of the bytes of a value as the server sends it. */
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The moment that the server counts from, in seconds since 1970. */
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /** What can be stored lies between; so do no bytes of a text, which the other form is, and not the server's infinities. */
    private static final long EARLIEST = micros(Limits.EARLIEST);

    private static final long LATEST = micros(Limits.LATEST);

    private Values() {}

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Returns the time in a column that has one. */
    static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(row, column));
    }

    /**
     * Returns the time in a column. The driver hands out the bytes of a column as they were sent; in the binary form these are the
     * microseconds since the year 2000, and reading them makes one object instead of ten. Anything else is left to the driver.
     */
    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        byte[] sent = row.getBytes(column);
        if (sent == null) {
            return null;
        }
        if (sent.length == Long.BYTES) {
            long micros = (long) LONG.get(sent, 0);
            if (micros >= EARLIEST && micros <= LATEST) {
                return Instant.ofEpochSecond(
                        EPOCH + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS_OF_MICRO);
            }
        }
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH) * MICROS + instant.getNano() / NANOS_OF_MICRO;
    }

    /** Binds the value of an index; {@code null} stands for none. */
    static void bind(PreparedStatement statement, int at, @Nullable IndexValue value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.NULL);
        } else if (value instanceof IndexValue.TextValue text) {
            statement.setString(at, text.value());
        } else if (value instanceof IndexValue.IntegerValue whole) {
            statement.setLong(at, whole.value());
        } else if (value instanceof IndexValue.RealValue real) {
            statement.setDouble(at, real.value());
        } else if (value instanceof IndexValue.BooleanValue bool) {
            statement.setBoolean(at, bool.value());
        } else if (value instanceof IndexValue.InstantValue moment) {
            statement.setObject(at, utc(moment.value()));
        } else if (value instanceof IndexValue.DateValue day) {
            statement.setObject(at, day.value());
        } else if (value instanceof IndexValue.MultiValue) {
            statement.setString(at, text(value));
        } else {
            statement.setObject(at, ((IndexValue.UuidValue) value).value());
        }
    }

    /** Returns the value of an index as an element of a text array, in a form that the server reads back exactly. */
    static @Nullable String text(@Nullable IndexValue value) {
        if (value == null) {
            return null;
        } else if (value instanceof IndexValue.TextValue text) {
            return text.value();
        } else if (value instanceof IndexValue.IntegerValue whole) {
            return Long.toString(whole.value());
        } else if (value instanceof IndexValue.RealValue real) {
            return Double.toString(real.value());
        } else if (value instanceof IndexValue.BooleanValue bool) {
            return Boolean.toString(bool.value());
        } else if (value instanceof IndexValue.InstantValue moment) {
            return moment.value().toString();
        } else if (value instanceof IndexValue.DateValue day) {
            return day.value().toString();
        } else if (value instanceof IndexValue.MultiValue many) {
            return array(many);
        } else {
            return ((IndexValue.UuidValue) value).value().toString();
        }
    }

    /** Returns the values as the text of an array, each in quotes. */
    private static String array(IndexValue.MultiValue many) {
        StringBuilder array = new StringBuilder("{");
        for (IndexValue value : many.values()) {
            String text = String.valueOf(text(value));
            array.append(array.length() > 1 ? ",\"" : "\"")
                    .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }

    /** Returns the type of what every record has. */
    static IndexType type(Attribute attribute) {
        return switch (attribute) {
            case KEY -> IndexType.TEXT;
            case CREATED_AT, UPDATED_AT -> IndexType.INSTANT;
            case DATA_VERSION -> IndexType.INTEGER;
        };
    }

    /** Reads a value of a type; empty if there is none. */
    static Optional<IndexValue> value(ResultSet row, int at, IndexType type) throws SQLException {
        IndexValue value = switch (type) {
            case TEXT -> {
                String text = row.getString(at);
                yield text == null ? null : new IndexValue.TextValue(text);
            }
            case INTEGER -> new IndexValue.IntegerValue(row.getLong(at));
            case REAL -> new IndexValue.RealValue(row.getDouble(at));
            case BOOLEAN -> new IndexValue.BooleanValue(row.getBoolean(at));
            case INSTANT -> {
                Instant moment = instantOrNull(row, at);
                yield moment == null ? null : new IndexValue.InstantValue(moment);
            }
            case DATE -> {
                LocalDate day = row.getObject(at, LocalDate.class);
                yield day == null ? null : new IndexValue.DateValue(day);
            }
            case UUID -> {
                UUID uuid = row.getObject(at, UUID.class);
                yield uuid == null ? null : new IndexValue.UuidValue(uuid);
            }
        };
        return value == null || row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** Reads one row of a statement that reads records. */
    static StoredRecord record(ResultSet row, Projection projection) throws SQLException {
        int at = 6;
        OptionalLong bytes = projection.size() ? OptionalLong.of(row.getLong(at++)) : OptionalLong.empty();
        Optional<String> body = projection.body() ? Optional.of(row.getString(at++)) : Optional.empty();
        Optional<ContentFrame> content = Optional.empty();
        if (projection.content()) {
            byte[] frame = row.getBytes(at);
            content = frame == null ? Optional.empty() : Optional.of(new ContentFrame(frame, row.getInt(at + 1)));
        }
        return new StoredRecord(
                row.getString(1),
                row.getLong(2),
                row.getInt(3),
                instant(row, 4),
                instant(row, 5),
                body,
                content,
                bytes);
    }
}
