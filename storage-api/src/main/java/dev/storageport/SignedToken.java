// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Bytes as a text that can stand in a URL and cannot be altered.
 *
 * <pre>
 *   base64url( signature, 16 bytes | payload )
 * </pre>
 */
final class SignedToken {

    private static final int SIGNATURE_BYTES = 16;

    private SignedToken() {}

    /**
     * Returns the token of a payload.
     *
     * @param signer signs it, in 16 bytes or more
     */
    static String of(byte[] payload, UnaryOperator<byte[]> signer) {
        byte[] token = Arrays.copyOf(signer.apply(payload), SIGNATURE_BYTES + payload.length);
        System.arraycopy(payload, 0, token, SIGNATURE_BYTES, payload.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Returns the payload of a token; empty if it is none, or not one that the signer has signed. */
    static Optional<byte[]> payload(String token, UnaryOperator<byte[]> signer) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (bytes.length < SIGNATURE_BYTES
                || !Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes)
                        .equals(token)) {
            return Optional.empty(); // the last character of Base64 has spare bits, which a decoder ignores
        }
        byte[] payload = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        byte[] signature = Arrays.copyOf(signer.apply(payload), SIGNATURE_BYTES);
        return MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE_BYTES), signature)
                ? Optional.of(payload)
                : Optional.empty();
    }
}
