// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of things in the database. They are always qualified and quoted; nothing depends on a search path. */
public final class Names {

    /** The server allows 63; an engine of many servers appends the number of a part of the table. */
    private static final int INDEX_BYTES = 49;

    private Names() {}

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String qualified(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    /** Returns a text as the server reads it in a statement; the text holds no backslash, which one setting gives a meaning. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** Returns the name of an index of the database; a longer one keeps its beginning and ends in a digest of the whole. */
    public static String index(String collection, String suffix) {
        String name = collection + "$" + suffix;
        if (name.length() <= INDEX_BYTES) {
            return name;
        }
        String digest = digest(name).substring(0, 16);
        return name.substring(0, INDEX_BYTES - digest.length() - 1) + "$" + digest;
    }

    /** Returns the SHA-256 of a text, in hexadecimal digits. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** Returns the SHA-256 of a text. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
