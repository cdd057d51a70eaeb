// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {

    private NearestName() {}

    /** Returns the known name that is near enough to have been meant; empty if none is. */
    public static Optional<String> of(String name, Collection<String> known) {
        String meant = folded(name);
        return known.stream()
                .filter(one -> distance(meant, folded(one)) <= Math.max(1, Math.min(meant.length(), one.length()) / 3))
                .min(Comparator.comparingInt(one -> distance(meant, folded(one))));
    }

    /**
     * Returns what to say behind "is unknown": the known name that is nearest, or all of them if none is near.
     *
     * @param name what was given
     * @param known all names there are, in the order in which they are listed
     */
    public static String hint(String name, Collection<String> known) {
        return of(name, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(known.isEmpty() ? "; there are none" : "; there are " + String.join(", ", known));
    }

    /** Returns the name without what different places write differently: case, hyphens, underscores and dots. */
    public static String folded(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    /** Returns how many characters are to be added, removed, replaced or swapped with the next to make one text of the other. */
    static int distance(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }
}
