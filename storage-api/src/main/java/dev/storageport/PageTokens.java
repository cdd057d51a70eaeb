// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Position;
import dev.storageport.port.Scan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Positions as text, signed together with the query.
 *
 * <pre>
 *   form, 1 byte | rank? | value? | key
 * </pre>
 */
final class PageTokens {

    private static final int FORM = 1;
    private static final int NO_RANK = -1;
    private static final String NO_TYPE = "";

    private final PageTokenKey key;

    PageTokens(PageTokenKey key) {
        this.key = key;
    }

    /** Returns the token of a position in a scan. */
    String token(Scan scan, Position position) {
        return SignedToken.of(bytes(out -> write(out, position)), payload -> signature(scan, payload));
    }

    /**
     * Returns the position of a token.
     *
     * @throws InvalidValueException if the token is not one of this query
     */
    Position position(Scan scan, String token) {
        byte[] payload =
                SignedToken.payload(token, bytes -> signature(scan, bytes)).orElseThrow(PageTokens::notOfThisQuery);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            return read(in);
        } catch (IOException signedByAnotherLibrary) {
            throw notOfThisQuery();
        }
    }

    private static InvalidValueException notOfThisQuery() {
        return new InvalidValueException("page token", "was altered, or does not belong to this query");
    }

    private byte[] signature(Scan scan, byte[] payload) {
        Mac mac = key.signer();
        mac.update(bytes(out -> QueryFingerprint.write(out, scan)));
        return mac.doFinal(payload);
    }

    /** Writes to memory, which cannot fail. */
    @FunctionalInterface
    private interface Writer {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Position position) throws IOException {
        out.writeByte(FORM);
        out.writeInt(position.rank().orElse(NO_RANK));
        if (position.value().isPresent()) {
            write(out, position.value().get());
        } else {
            out.writeUTF(NO_TYPE);
        }
        out.writeUTF(position.key());
    }

    private static Position read(DataInputStream in) throws IOException {
        if (in.readByte() != FORM) {
            throw new IOException("another form");
        }
        int rank = in.readInt();
        String type = in.readUTF();
        Optional<IndexValue> value =
                type.equals(NO_TYPE) ? Optional.empty() : Optional.of(read(in, IndexType.valueOf(type)));
        return new Position(rank == NO_RANK ? OptionalInt.empty() : OptionalInt.of(rank), value, in.readUTF());
    }

    /** Writes a single value with its type. */
    static void write(DataOutputStream out, IndexValue value) throws IOException {
        out.writeUTF(value.type().name());
        if (value instanceof IndexValue.TextValue text) {
            out.writeUTF(text.value());
        } else if (value instanceof IndexValue.IntegerValue whole) {
            out.writeLong(whole.value());
        } else if (value instanceof IndexValue.RealValue real) {
            out.writeDouble(real.value());
        } else if (value instanceof IndexValue.BooleanValue bool) {
            out.writeBoolean(bool.value());
        } else if (value instanceof IndexValue.InstantValue moment) {
            out.writeUTF(moment.value().toString());
        } else if (value instanceof IndexValue.DateValue day) {
            out.writeLong(day.value().toEpochDay());
        } else if (value instanceof IndexValue.UuidValue uuid) {
            out.writeLong(uuid.value().getMostSignificantBits());
            out.writeLong(uuid.value().getLeastSignificantBits());
        } else {
            throw new IllegalArgumentException("no order and no comparison uses many values");
        }
    }

    private static IndexValue read(DataInputStream in, IndexType type) throws IOException {
        return switch (type) {
            case TEXT -> new IndexValue.TextValue(in.readUTF());
            case INTEGER -> new IndexValue.IntegerValue(in.readLong());
            case REAL -> new IndexValue.RealValue(in.readDouble());
            case BOOLEAN -> new IndexValue.BooleanValue(in.readBoolean());
            case INSTANT -> new IndexValue.InstantValue(Instant.parse(in.readUTF()));
            case DATE -> new IndexValue.DateValue(LocalDate.ofEpochDay(in.readLong()));
            case UUID -> new IndexValue.UuidValue(new UUID(in.readLong(), in.readLong()));
        };
    }
}
