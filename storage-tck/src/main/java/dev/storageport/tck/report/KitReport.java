// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.rule.ResultFile;
import dev.storageport.tck.rule.RuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contract's rules by backend, made of the files that the kit's runs leave in {@code target/storage-tck}. It holds no date and
 * no path, so the same results give the same bytes. Immutable.
 */
public final class KitReport {

    private final List<ContractRule> rules;
    private final List<BackendResults> backends;
    private final List<String> problems;

    private KitReport(List<ContractRule> rules, List<BackendResults> backends, List<String> problems) {
        this.rules = List.copyOf(rules);
        this.backends = List.copyOf(backends);
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads the results of several backends, to be judged by the contract that this kit was built with.
     *
     * @param files each backend's name and the file of its results, in the order of the report; one that is missing is a problem
     * @throws IOException if a file cannot be read
     * @throws KitReportException if a file is not one of results
     */
    public static KitReport of(Map<String, Path> files) throws IOException {
        return of(ContractText.ofThisKit(), files);
    }

    /**
     * Reads the results of several backends.
     *
     * @param contract the text of a {@code CONTRACT.md}
     * @param files each backend's name and the file of its results, in the order of the report; one that is missing is a problem
     * @throws IOException if a file cannot be read
     * @throws KitReportException if a file is not one of results, or the contract has no rules
     */
    public static KitReport of(String contract, Map<String, Path> files) throws IOException {
        List<ContractRule> rules = ContractText.rules(contract);
        List<BackendResults> backends = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (files.isEmpty()) {
            problems.add("no backend was named");
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            BackendResults results = new BackendResults(file.getKey(), read(file, problems));
            backends.add(results);
            problems.addAll(results.problems(rules, KitTest.all()));
        }
        return new KitReport(rules, backends, problems);
    }

    private static List<RuleResult> read(Map.Entry<String, Path> file, List<String> problems) throws IOException {
        try {
            return ResultFile.read(file.getValue());
        } catch (ResultFile.FormatException malformed) {
            throw new KitReportException(malformed);
        } catch (NoSuchFileException missing) {
            problems.add(file.getKey() + ": there is no file of results");
            return List.of();
        }
    }

    /** Returns what keeps the results from proving the contract, a line each; empty if they prove it. Unmodifiable. */
    public List<String> problems() {
        return problems;
    }

    /** Returns the report as Markdown. */
    public String markdown() {
        return new ReportTable(rules, backends, problems).markdown();
    }

    /** Returns the report as one page of HTML that needs nothing else. */
    public String html() {
        return new ReportTable(rules, backends, problems).html();
    }

    /**
     * Writes {@code kit-report.md} and {@code kit-report.html}, also if there are problems.
     *
     * @param folder where to; created if it is not there
     * @throws IOException if they cannot be written
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("kit-report.md"), markdown());
        Files.writeString(folder.resolve("kit-report.html"), html());
    }

    /**
     * Refuses results that do not prove the contract.
     *
     * @throws KitReportException if there are problems; its message lists them
     */
    public void check() {
        if (!problems.isEmpty()) {
            throw new KitReportException("the contract is not proven:\n  " + String.join("\n  ", problems));
        }
    }

    /**
     * Writes the report and ends with an error if the contract is not proven: a backend ran no rule, a file is missing, a rule that
     * the kit proves has no passed test, a test of the kit did not run, failed, was aborted or disabled.
     *
     * <pre>
     *   KitReport --out FOLDER [--contract CONTRACT.md] NAME=FILE…
     *
     *   --out       where kit-report.md and kit-report.html go
     *   --contract  the rules; the contract that this kit was built with, if not given
     *   NAME=FILE   a backend and its file of results, for instance sqlite=target/storage-tck/SqliteContractTest.tsv
     * </pre>
     *
     * @throws IOException if a file cannot be read or written
     * @throws KitReportException if the contract is not proven, or the arguments are not of this form
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, Path> files = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            if ((argument.equals("--out") || argument.equals("--contract")) && i + 1 < arguments.length) {
                options.put(argument, arguments[++i]);
            } else if (!argument.startsWith("--") && equals > 0) {
                files.put(argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
            } else {
                throw new KitReportException("what does " + argument + " mean? " + USAGE);
            }
        }
        String out = options.get("--out");
        if (out == null) {
            throw new KitReportException("--out is missing. " + USAGE);
        }
        String contract = options.get("--contract");
        KitReport report = of(contract == null ? ContractText.ofThisKit() : Files.readString(Path.of(contract)), files);
        report.write(Path.of(out));
        report.check();
    }

    private static final String USAGE = "Usage: KitReport --out FOLDER [--contract CONTRACT.md] NAME=FILE…";
}
