// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** Text of a caller, made safe for one line of a message or log. */
public final class Quoted {

    private static final int SHOWN = 128;

    private Quoted() {}

    /**
     * Returns the text in double quotes, with quotes, backslashes, control and format characters and unpaired surrogates
     * escaped, and cut after {@value #SHOWN} characters.
     */
    public static String text(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        int end = Math.min(text.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            append(quoted, text.charAt(i));
        }
        return quoted.append(text.length() > SHOWN ? "\u2026\"" : "\"").toString();
    }

    private static void append(StringBuilder quoted, char c) {
        if (c == '"' || c == '\\') {
            quoted.append('\\').append(c);
        } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || Character.isSurrogate(c)) {
            quoted.append("\\u");
            quoted.append(Character.forDigit(c >> 12, 16)).append(Character.forDigit((c >> 8) & 15, 16));
            quoted.append(Character.forDigit((c >> 4) & 15, 16)).append(Character.forDigit(c & 15, 16));
        } else {
            quoted.append(c);
        }
    }
}
