// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The anchors of one page, by the rule of GitHub, so that one link serves both. */
final class Anchors {

    private final Map<String, Integer> taken = new HashMap<>();

    /** Returns the anchor of the next heading; one that says the same as an earlier one gets a number. */
    String next(String text) {
        String plain = text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "")
                .replace(' ', '-');
        Integer before = taken.putIfAbsent(plain, 0);
        if (before == null) {
            return plain;
        }
        taken.put(plain, before + 1);
        return next(plain + "-" + (before + 1));
    }
}
