// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import java.util.regex.Pattern;

/** The one form of messages: <em>backend: operation in collection c, key "k", index i: what is wrong</em>. */
public final class FailureMessages {

    private static final String NAME = "[a-z][a-z0-9_]*";

    /** What may stand behind the collection: keys, in which there may be colons, indexes and fields. */
    private static final String PARTS = "(?:, (?:\"(?:[^\"\\\\]|\\\\.)*\"|[^:\"])+)?";

    private static final Pattern OF_PORT =
            Pattern.compile("(?:collection " + NAME + PARTS + ": |(?!collection " + NAME + "[,:]).).+", Pattern.DOTALL);

    private static final String OPERATION = "[a-z][A-Za-z ]*?";

    private static final Pattern OF_LIBRARY = Pattern.compile(
            "[^:]+: " + OPERATION + "(?: in collection (?<collection>" + NAME + ")" + PARTS + ")?: (?<problem>.+)",
            Pattern.DOTALL);

    private FailureMessages() {}

    /** Returns whether a port's message begins with the place, or does not know it, and then says what is wrong. */
    public static boolean isOfPort(String message) {
        return OF_PORT.matcher(message).matches();
    }

    /**
     * Returns whether a message has the form in which it reaches a caller.
     *
     * @param collection the collection that it must name; empty: none
     */
    public static boolean isOfLibrary(String backend, String collection, String message) {
        var parts = OF_LIBRARY.matcher(message);
        return message.startsWith(backend + ": ")
                && parts.matches()
                && collection.equals(parts.group("collection") == null ? "" : parts.group("collection"))
                && !parts.group("problem").startsWith(backend + ": ");
    }
}
