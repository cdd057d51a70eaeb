// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import dev.storageport.tck.history.checker.ListTransaction.Action;
import dev.storageport.tck.history.checker.ListTransaction.Append;
import dev.storageport.tck.history.checker.ListTransaction.Ending;
import dev.storageport.tck.history.checker.ListTransaction.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What a single read shows: elements that should not be there, and transactions that contradict themselves. */
final class ReadChecks {

    private final List<ListTransaction> history;
    private final Versions versions;
    private final List<Finding> findings = new ArrayList<>();

    private ReadChecks(List<ListTransaction> history, Versions versions) {
        this.history = history;
        this.versions = versions;
    }

    static List<Finding> of(List<ListTransaction> history, Versions versions) {
        ReadChecks checks = new ReadChecks(history, versions);
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).ending() == Ending.COMMITTED) {
                checks.check(i);
            }
        }
        return checks.findings;
    }

    private void check(int reader) {
        Map<String, List<Integer>> expected = new HashMap<>();
        for (Action action : history.get(reader).actions()) {
            if (action instanceof Read read) {
                List<Integer> before = expected.get(read.list());
                if (before != null && !before.equals(read.elements())) {
                    report(
                            Anomaly.INTERNAL,
                            reader,
                            "expected " + read.list() + " as " + ListTransaction.shown(before));
                }
                checkElements(reader, read);
                expected.put(read.list(), read.elements());
            } else if (action instanceof Append append && expected.containsKey(append.list())) {
                List<Integer> after = new ArrayList<>(expected.get(append.list()));
                after.add(append.element());
                expected.put(append.list(), after);
            }
        }
    }

    private void checkElements(int reader, Read read) {
        if (new HashSet<>(read.elements()).size() < read.elements().size()) {
            report(Anomaly.DUPLICATE_ELEMENT, reader, read.toString());
        }
        for (int element : read.elements()) {
            Integer appender = versions.appender(element);
            if (appender == null) {
                report(Anomaly.UNKNOWN_ELEMENT, reader, element + " in " + read.list());
            } else if (history.get(appender).ending() == Ending.ROLLED_BACK) {
                report(Anomaly.ABORTED_READ, reader, element + " comes from " + history.get(appender));
            }
        }
        if (!read.elements().isEmpty()) {
            checkNotIntermediate(
                    reader, read, read.elements().get(read.elements().size() - 1));
        }
    }

    private void checkNotIntermediate(int reader, Read read, int last) {
        Integer appender = versions.appender(last);
        if (appender != null && appender != reader && lastOf(history.get(appender), read.list()) != last) {
            report(
                    Anomaly.INTERMEDIATE_READ,
                    reader,
                    last + " is not the last that was appended by " + history.get(appender));
        }
    }

    private static int lastOf(ListTransaction appender, String list) {
        return appender.actions().stream()
                .filter(action -> action instanceof Append && action.list().equals(list))
                .mapToInt(action -> ((Append) action).element())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void report(Anomaly anomaly, int reader, String reason) {
        findings.add(new Finding(anomaly, "  " + history.get(reader) + System.lineSeparator() + "  " + reason));
    }
}
