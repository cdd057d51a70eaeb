// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.report.BackendResults.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of rules by backend, as text. */
record ReportTable(List<ContractRule> rules, List<BackendResults> backends, List<String> problems) {

    private static final String TITLE = "The storage contract, rule by rule";

    private static final String PASSED = "rules passed, of those the kit proves";
    private static final String NOT_PROVEN = "rules not proven for this backend";
    private static final String PATHS = "paths that the kit's tests took";

    private static final String STYLE = """
            body{font-family:sans-serif;margin:2em}
            table{border-collapse:collapse}
            th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}
            .passed{background:#d8f0d8}.failed,.not_run{background:#f5b5b5}.library{background:#eee}.not_proven{background:#fbe6b8}
            """;

    String markdown() {
        StringBuilder page = new StringBuilder("# " + TITLE + "\n\n" + summary() + "\n\n");
        List<String> remarks = remarks();
        remarks.forEach(remark -> page.append("- ").append(remark).append('\n'));
        page.append(remarks.isEmpty() ? "" : "\n");
        page.append(line("rule", "level", "what holds", backends, BackendResults::backend, "proven by"));
        page.append(line("---", "---", "---", backends, backend -> "---", "---"));
        for (ContractRule rule : rules) {
            page.append(line(
                    rule.number(),
                    rule.level(),
                    rule.statement(),
                    backends,
                    backend -> cell(backend, rule),
                    rule.proof()));
        }
        page.append(line("", "", PASSED, backends, this::total, ""));
        page.append(line("", "", NOT_PROVEN, backends, this::countNotProven, ""));
        page.append(line("", "", PATHS, backends, ReportTable::paths, ""));
        return page.toString();
    }

    private static String line(
            String number,
            String level,
            String statement,
            List<BackendResults> backends,
            Function<BackendResults, String> cell,
            String proof) {
        String cells =
                backends.stream().map(cell).map(text -> " " + text + " |").collect(Collectors.joining());
        return "| " + number + " | " + level + " | " + statement + " |" + cells + " " + proof + " |\n";
    }

    String html() {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<title>" + TITLE + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n");
        page.append("<h1>" + TITLE + "</h1>\n<p>" + escaped(summary()) + "</p>\n");
        if (!remarks().isEmpty()) {
            page.append("<ul>\n");
            remarks().forEach(remark -> page.append("<li>" + escaped(remark) + "</li>\n"));
            page.append("</ul>\n");
        }
        page.append("<table>\n<tr><th>rule</th><th>level</th><th>what holds</th>");
        backends.forEach(backend -> page.append("<th>" + escaped(backend.backend()) + "</th>"));
        page.append("<th>proven by</th></tr>\n");
        rules.forEach(rule -> page.append(row(rule)));
        page.append(lastRow(PASSED, this::total)).append(lastRow(NOT_PROVEN, this::countNotProven));
        page.append(lastRow(PATHS, backend -> escaped(paths(backend))));
        return page.append("</table>\n</body>\n</html>\n").toString();
    }

    private String lastRow(String title, Function<BackendResults, String> count) {
        String cells = backends.stream()
                .map(backend -> "<td>" + count.apply(backend) + "</td>")
                .collect(Collectors.joining());
        return "<tr><td></td><td></td><td>" + title + "</td>" + cells + "<td></td></tr>\n";
    }

    private String row(ContractRule rule) {
        StringBuilder row = new StringBuilder("<tr id=\"" + rule.number() + "\"><td>" + rule.number() + "</td><td>"
                + escaped(rule.level()) + "</td><td>" + escaped(rule.statement()) + "</td>");
        for (BackendResults backend : backends) {
            String style = styleOf(backend.verdict(rule));
            row.append("<td class=\"" + style + "\">" + escaped(cell(backend, rule)) + "</td>");
        }
        return row.append("<td>" + escaped(rule.proof()) + "</td></tr>\n").toString();
    }

    private static String styleOf(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case NOT_RUN -> "not_run";
            case LIBRARY -> "library";
            case NOT_PROVEN -> "not_proven";
        };
    }

    private static String cell(BackendResults backend, ContractRule rule) {
        long tests = backend.tests(rule);
        String word = backend.verdict(rule).word();
        return tests == 0 ? word : word + ", " + tests + (tests == 1 ? " test" : " tests");
    }

    private String total(BackendResults backend) {
        long kit = rules.stream().filter(ContractRule::provenByKit).count();
        long passed = rules.stream()
                .filter(ContractRule::provenByKit)
                .filter(rule -> backend.verdict(rule) == Verdict.PASSED)
                .count();
        return passed + " of " + kit;
    }

    private static String paths(BackendResults backend) {
        return backend.paths(KitTest.all()).entrySet().stream()
                .map(path -> path.getKey() + ": " + path.getValue())
                .collect(Collectors.joining("; "));
    }

    private String countNotProven(BackendResults backend) {
        return String.valueOf(backend.notProven(rules).size());
    }

    /** Returns what is wrong, and after it what is only not known. */
    private List<String> remarks() {
        Stream<String> notProven = backends.stream()
                .filter(backend -> !backend.notProven(rules).isEmpty())
                .map(backend -> backend.backend()
                        + ": not proven for this backend, since the kit cannot and no test of its own does: "
                        + String.join(", ", backend.notProven(rules)));
        return Stream.concat(problems.stream(), notProven).toList();
    }

    private String summary() {
        long kit = rules.stream().filter(ContractRule::provenByKit).count();
        return rules.size() + " rules, " + kit + " of them proven by the kit; "
                + (problems.isEmpty()
                        ? "every one of these passed on every backend."
                        : "problems: " + problems.size() + ".");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
