// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/**
 * Values of an index as bytes whose order, unsigned and byte by byte, is the order of the type: for databases that compare bytes well and
 * types in ways of their own.
 *
 * <pre>
 *   TEXT       UTF-8, which is ordered as code points are
 *   INTEGER    8 bytes, big endian, the sign turned round
 *   REAL       the 8 bytes of IEEE 754, the sign turned round, all bits of a negative number
 *   BOOLEAN    1 byte, 0 or 1
 *   INSTANT    microseconds since 1970, as an INTEGER
 *   DATE       days since 1970, as an INTEGER
 *   UUID       16 bytes
 * </pre>
 */
public final class IndexValueBytes {

    /** The order of single values of one type: by their bytes. */
    public static final Comparator<IndexValue> ORDER = (left, right) -> Arrays.compareUnsigned(of(left), of(right));

    private static final long SIGN = Long.MIN_VALUE;
    private static final long MICROS = 1_000_000;

    private IndexValueBytes() {}

    /**
     * Returns the bytes of a single value, in a new array.
     *
     * @throws IllegalArgumentException if it is a {@link IndexValue.MultiValue}, which has no order
     */
    public static byte[] of(IndexValue value) {
        if (value instanceof IndexValue.TextValue text) {
            return text.value().getBytes(StandardCharsets.UTF_8);
        } else if (value instanceof IndexValue.IntegerValue integer) {
            return bytes(integer.value());
        } else if (value instanceof IndexValue.RealValue real) {
            long bits = Double.doubleToLongBits(real.value());
            return bytes(bits < 0 ? ~bits ^ SIGN : bits);
        } else if (value instanceof IndexValue.BooleanValue truth) {
            return new byte[] {(byte) (truth.value() ? 1 : 0)};
        } else if (value instanceof IndexValue.InstantValue instant) {
            return bytes(micros(instant.value()));
        } else if (value instanceof IndexValue.DateValue date) {
            return bytes(date.value().toEpochDay());
        } else if (value instanceof IndexValue.UuidValue uuid) {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.value().getMostSignificantBits())
                    .putLong(uuid.value().getLeastSignificantBits())
                    .array();
        }
        throw new IllegalArgumentException("many values have no order");
    }

    /** Not by {@code ChronoUnit}, which counts nanoseconds first and overflows three centuries from 1970. */
    private static long micros(Instant instant) {
        return Math.multiplyExact(instant.getEpochSecond(), MICROS) + instant.getNano() / 1_000;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number ^ SIGN).array();
    }

    /**
     * Returns the value that the bytes were made of.
     *
     * @throws IllegalArgumentException if they are not as long as those of the type
     */
    public static IndexValue value(IndexType type, byte[] bytes) {
        return switch (type) {
            case TEXT -> new IndexValue.TextValue(new String(bytes, StandardCharsets.UTF_8));
            case INTEGER -> new IndexValue.IntegerValue(number(type, bytes));
            case REAL -> {
                long bits = number(type, bytes);
                yield new IndexValue.RealValue(Double.longBitsToDouble(bits < 0 ? ~(bits ^ SIGN) : bits));
            }
            case BOOLEAN -> new IndexValue.BooleanValue(checked(type, bytes, 1).get() != 0);
            case INSTANT -> {
                long micros = number(type, bytes);
                yield new IndexValue.InstantValue(
                        Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000));
            }
            case DATE -> new IndexValue.DateValue(LocalDate.ofEpochDay(number(type, bytes)));
            case UUID -> {
                ByteBuffer halves = checked(type, bytes, 2 * Long.BYTES);
                yield new IndexValue.UuidValue(new UUID(halves.getLong(), halves.getLong()));
            }
        };
    }

    private static long number(IndexType type, byte[] bytes) {
        return checked(type, bytes, Long.BYTES).getLong() ^ SIGN;
    }

    private static ByteBuffer checked(IndexType type, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("a value of type " + type + " has " + length + " bytes");
        }
        return ByteBuffer.wrap(bytes);
    }
}
