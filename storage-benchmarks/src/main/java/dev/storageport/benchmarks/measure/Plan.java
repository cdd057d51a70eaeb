// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run promises, written down before it is measured, so that what is missing at the end is found. */
public final class Plan {

    private record Entry(Database database, String workload, int callers, String contestant, int rounds) {
        @Override
        public String toString() {
            return database.title() + ", " + workload + ", " + callers + (callers == 1 ? " caller, " : " callers, ")
                    + contestant;
        }
    }

    private record Once(Database database, String what, String contestant) {
        @Override
        public String toString() {
            return database.title() + ", " + what + ", " + contestant;
        }
    }

    private final List<Entry> rows = new ArrayList<>();
    private final List<Once> figures = new ArrayList<>();

    /**
     * Promises a row of each contestant for each number of callers.
     *
     * @throws IncompleteRunException if the library, or raw JDBC beside it, does not take part
     */
    public void rows(
            Database database, String workload, List<Integer> callers, List<Contestant> contestants, int rounds) {
        List<String> names = contestants.stream().map(Contestant::name).toList();
        for (String needed : List.of(Contestant.LIBRARY, Contestant.JDBC)) {
            if (!names.contains(needed)) {
                throw new IncompleteRunException(
                        database.title() + ", " + workload + ": " + needed + " does not take part, only " + names);
            }
        }
        for (int number : callers) {
            names.forEach(name -> row(database, workload, number, name, rounds));
        }
    }

    /** Promises a row. */
    public void row(Database database, String workload, int callers, String contestant, int rounds) {
        rows.add(new Entry(database, workload, callers, contestant, rounds));
    }

    /** Promises a figure. */
    public void figure(Database database, String what, String contestant) {
        figures.add(new Once(database, what, contestant));
    }

    /**
     * Compares what was measured with what was promised.
     *
     * @throws IncompleteRunException if a row is missing, or stands on fewer rounds than it says, or if nothing was promised
     */
    public void check(Results results) {
        List<String> faults = new ArrayList<>();
        for (Entry entry : rows) {
            fault(entry, results.row(entry.database(), entry.workload(), entry.callers(), entry.contestant()))
                    .ifPresent(fault -> faults.add(entry + ": " + fault));
        }
        for (Once once : figures) {
            if (results.figure(once.database(), once.what(), once.contestant()).isEmpty()) {
                faults.add(once + ": not measured");
            }
        }
        if (rows.isEmpty() && figures.isEmpty()) {
            faults.add("nothing was to be measured");
        }
        if (!faults.isEmpty()) {
            throw new IncompleteRunException("Not measured as planned:\n  " + String.join("\n  ", faults));
        }
    }

    private static Optional<String> fault(Entry planned, Optional<Row> measured) {
        if (measured.isEmpty()) {
            return Optional.of("no row");
        }
        Row row = measured.get();
        if (row.rounds() < planned.rounds()) {
            return Optional.of("an operation succeeded in " + row.rounds() + " of " + planned.rounds()
                    + " rounds; errors: " + row.errors());
        }
        return row.rate() > 0 ? Optional.empty() : Optional.of("a rate of 0");
    }
}
