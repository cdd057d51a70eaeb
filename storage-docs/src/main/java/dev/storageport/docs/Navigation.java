// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of the pages, in groups. The text has a group's name at the beginning of a line and its pages, indented, below it, each
 * {@code path = title}. A page that is written by another change and may be missing ends in {@code ?}.
 *
 * @param groups the pages that there are, by group, in order
 */
record Navigation(Map<String, List<Entry>> groups) {

    /**
     * A page in the list.
     *
     * @param page the page
     * @param title what the list calls it
     */
    record Entry(Page page, String title) {}

    /**
     * Reads the list.
     *
     * @param pages the paths of all pages; those that the list does not name come last, in a group of their own
     * @throws IllegalStateException if the list names a page that there is not, or a line that it cannot be
     */
    static Navigation parse(List<String> lines, Map<String, Page> pages) {
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        Set<Page> unnamed = new LinkedHashSet<>(pages.values());
        List<Entry> group = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                group = new ArrayList<>();
                groups.put(line.strip(), group);
                continue;
            }
            String[] parts = line.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalStateException("navigation: no title in the line " + line.strip());
            }
            String path = parts[0].strip();
            String title = parts[1].strip();
            boolean optional = title.endsWith("?");
            Page page = pages.get(path);
            if (page != null) {
                unnamed.remove(page);
                group.add(new Entry(
                        page, optional ? title.substring(0, title.length() - 1).strip() : title));
            } else if (!optional) {
                throw new IllegalStateException("navigation: there is no page " + path);
            }
        }
        List<Entry> rest = unnamed.stream()
                .filter(page -> !page.path().startsWith("docs/decisions/"))
                .map(page -> new Entry(page, page.title()))
                .toList();
        if (!rest.isEmpty()) {
            groups.put("More", rest);
        }
        groups.values().removeIf(List::isEmpty);
        return new Navigation(groups);
    }

    /** Returns all entries in order. */
    List<Entry> entries() {
        return groups.values().stream().flatMap(List::stream).toList();
    }
}
