// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges a history of transactions over lists, as Elle does: each list that is read tells in which order its elements were appended, so it is known
 * which transaction comes before which, and a serial order exists only if that has no cycle.
 *
 * <pre>
 *   T1: read x as [], appended 1 to y          T1 comes before T2: it read x without 2
 *   T2: read y as [], appended 2 to x          T2 comes before T1: it read y without 1
 * </pre>
 *
 * <p>Kingsbury's and Alvaro's "Elle: Inferring Isolation Anomalies from Experimental Observations" says why lists suffice. What is
 * not checked is what rolled-back transactions read.
 */
public final class ListAppendChecker {

    private ListAppendChecker() {}

    /**
     * Returns what the history shows that no serial order does, one finding for each component of transactions; empty if there is such an
     * order. To find what was appended and lost, the history ends with a transaction that reads every list.
     *
     * @throws IllegalArgumentException if two transactions append one element: the history was badly made
     */
    public static List<Finding> check(List<ListTransaction> history) {
        Versions versions = new Versions(history);
        List<Finding> findings = new ArrayList<>(ReadChecks.of(history, versions));
        findings.addAll(versions.findings());
        Cycles cycles = new Cycles(history.size(), Dependencies.of(history, versions));
        for (Set<Integer> component : cycles.components()) {
            cycles.worst(component, history).ifPresent(findings::add);
        }
        return findings;
    }
}
