// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A text of any length as the key of a document. */
public final class BoundedKey {

    private static final String DIGEST = "sha-256:";

    private BoundedKey() {}

    /**
     * Returns the text if it is no longer than a key may be, or its digest. A text that looks like a digest is made one too, so that no two
     * texts have one key. Whether it is valid otherwise is for the storage to say.
     */
    public static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Limits.KEY_BYTES && !text.startsWith(DIGEST)) {
            return text;
        }
        try {
            return DIGEST
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException noSuch) {
            throw new IllegalStateException("every JDK has SHA-256", noSuch);
        }
    }
}
