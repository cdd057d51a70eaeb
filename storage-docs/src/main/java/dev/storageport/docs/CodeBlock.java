// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param first the index of its first line, behind the fence
 * @param end the index of the line of the fence that ends it
 * @param language what the fence says; empty if nothing
 * @param region what the comment before it names: {@code file#name}
 */
record CodeBlock(int first, int end, String language, Optional<String> region) {

    private static final Pattern REGION = Pattern.compile("<!-- region: (\\S+#[\\w-]+) -->");

    /** Returns the blocks of a page, in order. */
    static List<CodeBlock> of(List<String> lines) {
        List<CodeBlock> blocks = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (begin < 0 && line.startsWith("```")) {
                begin = i;
            } else if (begin >= 0 && line.equals("```")) {
                String language = lines.get(begin).substring(3).strip();
                blocks.add(new CodeBlock(begin + 1, i, language, regionBefore(lines, begin)));
                begin = -1;
            }
        }
        return blocks;
    }

    private static Optional<String> regionBefore(List<String> lines, int begin) {
        Matcher comment = REGION.matcher(begin == 0 ? "" : lines.get(begin - 1).strip());
        return comment.matches() ? Optional.of(comment.group(1)) : Optional.empty();
    }

    List<String> text(List<String> lines) {
        return lines.subList(first, end);
    }
}
