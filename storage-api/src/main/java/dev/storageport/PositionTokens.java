// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.LogPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Positions in a log as text, signed: a forged one could have every read of a storage wait in vain.
 *
 * <pre>
 *   form, 1 byte | whether there is a log | database | timeline | offset
 * </pre>
 */
final class PositionTokens {

    private static final int FORM = 1;

    /** Keeps a token of a page, which has the same key, from being taken for one of these. */
    private static final byte[] PURPOSE = "position".getBytes(StandardCharsets.US_ASCII);

    private final PageTokenKey key;

    PositionTokens(PageTokenKey key) {
        this.key = key;
    }

    /** Returns the token of a position; empty on a database without a log that anybody follows. */
    String token(Optional<LogPosition> position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeBoolean(position.isPresent());
            if (position.isPresent()) {
                out.writeUTF(position.get().database());
                out.writeInt(position.get().timeline());
                out.writeLong(position.get().offset());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return SignedToken.of(bytes.toByteArray(), this::signature);
    }

    /**
     * Returns the position of a token; empty if it is of a database without a log.
     *
     * @throws InvalidValueException if the token is none, or was altered
     */
    Optional<LogPosition> position(String token) {
        byte[] payload = SignedToken.payload(token, this::signature).orElseThrow(PositionTokens::altered);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            if (in.readByte() != FORM) {
                throw altered();
            }
            return in.readBoolean()
                    ? Optional.of(new LogPosition(in.readUTF(), in.readInt(), in.readLong()))
                    : Optional.empty();
        } catch (IOException signedByAnotherLibrary) {
            throw altered();
        }
    }

    private static InvalidValueException altered() {
        return new InvalidValueException("position token", "was altered, or is none of a storage with the same key");
    }

    private byte[] signature(byte[] payload) {
        Mac mac = key.signer();
        mac.update(PURPOSE);
        return mac.doFinal(payload);
    }
}
