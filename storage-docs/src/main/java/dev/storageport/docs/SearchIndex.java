// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.Collection;
import java.util.List;

/** What the search looks at, as a script that assigns it: a page opened from a file may load a script, but no data. */
final class SearchIndex {

    private SearchIndex() {}

    /** Returns the script: for each heading, and each row that has a name, what it says, the title of its page, and where it is. */
    static String script(Collection<Page> pages) {
        StringBuilder script = new StringBuilder("window.storageportIndex = [\n");
        for (Page page : pages) {
            List<Heading> headings = page.headings();
            for (int i = 0; i < headings.size(); i++) {
                Heading heading = headings.get(i);
                entry(script, heading.text(), page.title(), page.target() + (i == 0 ? "" : "#" + heading.anchor()));
            }
            for (Heading row : page.rows()) {
                entry(script, row.text(), page.title(), page.target() + "#" + row.anchor());
            }
        }
        return script.append("];\n").toString();
    }

    private static void entry(StringBuilder script, String text, String title, String target) {
        script.append("[")
                .append(quoted(text))
                .append(",")
                .append(quoted(title))
                .append(",")
                .append(quoted(target))
                .append("],\n");
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
