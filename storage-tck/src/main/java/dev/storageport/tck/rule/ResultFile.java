// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The file of one test class's results: a line for each rule and test, separated by tabs, sorted. */
public final class ResultFile {

    private static final String HEADER = "rule\ttest\tresult";

    private ResultFile() {}

    /** Writes the file so that it is either complete or not there. */
    public static void write(Path file, List<RuleResult> results) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        results.stream()
                .sorted(Comparator.comparing(RuleResult::rule)
                        .thenComparing(RuleResult::test)
                        .thenComparing(RuleResult::outcome)
                        .thenComparing(RuleResult::path))
                .map(ResultFile::line)
                .forEach(lines::add);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(unfinished, lines);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(RuleResult result) {
        return result.rule()
                + '\t'
                + result.test().replaceAll("[\\t\\r\\n]", " ")
                + '\t'
                + result.outcome().word()
                + (result.path().equals(RuleResult.DIRECT) ? "" : '\t' + result.path());
    }

    /**
     * Reads such a file.
     *
     * @throws FormatException if it is not one
     * @throws IOException if it cannot be read
     */
    public static List<RuleResult> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new FormatException(file + " is not a file of results: its first line is not the header");
        }
        List<RuleResult> results = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            if (cells.length != 3 && cells.length != 4) {
                throw new FormatException(file + " has a line that is not of the form rule, test, result, path");
            }
            String path = cells.length == 4 ? cells[3] : RuleResult.DIRECT;
            results.add(new RuleResult(cells[0], cells[1], outcome(file, cells[2]), path));
        }
        return results;
    }

    private static RuleResult.Outcome outcome(Path file, String cell) throws FormatException {
        for (RuleResult.Outcome outcome : RuleResult.Outcome.values()) {
            if (outcome.word().equals(cell)) {
                return outcome;
            }
        }
        throw new FormatException(file + " has a result that is none of passed, failed, aborted, disabled");
    }

    /** A file is not one of results. The message says which and why. */
    public static final class FormatException extends IOException {

        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }
}
