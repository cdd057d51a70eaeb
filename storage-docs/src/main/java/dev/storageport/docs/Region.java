// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page shows of a source: the lines between {@code tag::name[]} and {@code end::name[]}, which stand in comments. Parts of one name
 * belong together. What the lines of a part are indented by together is left out, and so are the marks of other regions.
 */
final class Region {

    private static final Pattern MARK = Pattern.compile("\\s*(//|#|--|<!--) (tag|end)::([\\w-]+)\\[](?: -->)?");

    private Region() {}

    /**
     * Returns the lines of a region.
     *
     * @throws IllegalArgumentException if the source has no such region, or one that does not end
     */
    static List<String> of(String source, String name) {
        List<String> found = new ArrayList<>();
        List<String> part = new ArrayList<>();
        boolean inside = false;
        boolean any = false;
        for (String line : source.lines().toList()) {
            Matcher mark = MARK.matcher(line);
            if (!mark.matches()) {
                if (inside) {
                    part.add(line);
                }
            } else if (mark.group(3).equals(name)) {
                boolean begins = mark.group(2).equals("tag");
                if (begins == inside) {
                    throw new IllegalArgumentException("the region " + name + " begins or ends twice");
                }
                if (!begins) {
                    found.addAll(unindented(part));
                    part.clear();
                }
                inside = begins;
                any = true;
            }
        }
        if (inside || !any) {
            throw new IllegalArgumentException(inside ? "the region " + name + " does not end" : "no region " + name);
        }
        return found;
    }

    private static List<String> unindented(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }
}
