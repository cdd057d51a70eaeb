// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads the rules out of {@code CONTRACT.md}. */
final class ContractText {

    private static final Pattern NUMBER = Pattern.compile("[A-Z]+-[0-9]+");

    /** What separates cells: a bar that is not escaped. */
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private static final int CELLS = 5;

    private ContractText() {}

    /** Returns the contract that this kit was built with. */
    static String ofThisKit() throws IOException {
        try (InputStream text = Objects.requireNonNull(
                ContractText.class.getResourceAsStream("CONTRACT.md"), "CONTRACT.md is missing in the kit's jar")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Returns the rules in their order.
     *
     * @throws KitReportException if there are none, or a line that begins like a rule is not one
     */
    static List<ContractRule> rules(String markdown) {
        List<ContractRule> rules = new ArrayList<>();
        markdown.lines().forEach(line -> {
            List<String> cells = cells(line);
            if (!cells.isEmpty() && NUMBER.matcher(cells.get(0)).matches()) {
                if (cells.size() != CELLS) {
                    throw new KitReportException("rule " + cells.get(0) + " of the contract has " + cells.size()
                            + " cells instead of " + CELLS);
                }
                rules.add(new ContractRule(cells.get(0), cells.get(1), cells.get(2), cells.get(4)));
            }
        });
        if (rules.isEmpty()) {
            throw new KitReportException("the contract has no rules: it is not a CONTRACT.md");
        }
        return rules;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|") || !line.stripTrailing().endsWith("|")) {
            return List.of();
        }
        String inner = line.strip();
        return BAR.splitAsStream(inner.substring(1, inner.length() - 1))
                .map(String::strip)
                .toList();
    }
}
