// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.report.BackendResults.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of rules by backend, as text. */
record ReportTable(List<ContractRule> rules, List<BackendResults> backends, List<String> problems) {

    private static final String TITLE = "The storage contract, rule by rule";

    private static final String STYLE = """
            body{font-family:sans-serif;margin:2em}
            table{border-collapse:collapse}
            th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}
            .passed{background:#d8f0d8}.failed,.not_run{background:#f5b5b5}.elsewhere{background:#eee}
            """;

    String markdown() {
        StringBuilder page = new StringBuilder("# " + TITLE + "\n\n" + summary() + "\n\n");
        problems.forEach(problem -> page.append("- ").append(problem).append('\n'));
        page.append(problems.isEmpty() ? "" : "\n");
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
        page.append(line("", "", "rules passed, of those the kit proves", backends, this::total, ""));
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
        if (!problems.isEmpty()) {
            page.append("<ul>\n");
            problems.forEach(problem -> page.append("<li>" + escaped(problem) + "</li>\n"));
            page.append("</ul>\n");
        }
        page.append("<table>\n<tr><th>rule</th><th>level</th><th>what holds</th>");
        backends.forEach(backend -> page.append("<th>" + escaped(backend.backend()) + "</th>"));
        page.append("<th>proven by</th></tr>\n");
        rules.forEach(rule -> page.append(row(rule)));
        page.append("<tr><td></td><td></td><td>rules passed, of those the kit proves</td>");
        backends.forEach(backend -> page.append("<td>" + total(backend) + "</td>"));
        return page.append("<td></td></tr>\n</table>\n</body>\n</html>\n").toString();
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
            case ELSEWHERE -> "elsewhere";
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

    private String summary() {
        long kit = rules.stream().filter(ContractRule::provenByKit).count();
        return rules.size() + " rules, " + kit + " of them proven by the kit; "
                + (problems.isEmpty() ? "every one passed on every backend." : "problems: " + problems.size() + ".");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
