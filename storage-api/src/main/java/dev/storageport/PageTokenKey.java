// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that tokens of pages, and of {@linkplain Storage#position() positions}, are signed with. Storages with the same key take each other's tokens. Immutable.
 *
 * <p>Signing keeps a token from being altered or used with another query. It does not hide what a token says: the key of a document and the
 * value that the query is ordered by.
 */
public final class PageTokenKey {

    private static final String ALGORITHM = "HmacSHA256";
    static final int SHORTEST = 16;

    private final SecretKeySpec secret;

    private PageTokenKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Returns a key of the application.
     *
     * @param secret at least 16 bytes, the same for all storages that serve one another's pages; copied
     * @throws ConfigurationException if there are fewer
     */
    public static PageTokenKey of(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new ConfigurationException("pageTokenKey", "is shorter than " + SHORTEST + " bytes");
        }
        return new PageTokenKey(secret);
    }

    /**
     * Returns the key that is the same for every storage in the world. It detects every accident, and a token used with another query;
     * whoever knows this library could make a token of his own, and with it begin a page of that very query wherever he likes.
     */
    public static PageTokenKey wellKnown() {
        return new PageTokenKey("storageport page".getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns a new signer; for one thread. */
    Mac signer() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Returns a text without the key. */
    @Override
    public String toString() {
        return "PageTokenKey";
    }
}
