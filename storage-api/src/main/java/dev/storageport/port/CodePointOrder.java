// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Comparator;

/**
 * The order of text everywhere in this library: by Unicode code point, which is the order of the UTF-8 bytes and so what
 * databases compare. It differs from {@link String#compareTo}, which compares UTF-16 units and so puts U+1F600 before U+FFFD.
 */
public enum CodePointOrder implements Comparator<String> {
    /** The only instance. */
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Integer.compare(rank(l), rank(r));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /**
     * Moves surrogates, which stand for the code points above all others, behind the units from U+E000 to U+FFFF. Comparing the
     * first differing unit is enough then: in valid text a unit after equal units begins, or continues, the same kind of
     * character on both sides.
     */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
