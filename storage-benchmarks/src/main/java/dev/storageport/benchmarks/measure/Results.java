// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of one run, in the order in which they were measured. */
public final class Results {

    private final List<Row> rows = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    public void add(Row row) {
        rows.add(row);
    }

    public void add(Figure figure) {
        figures.add(figure);
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Returns one contestant's figure; empty if it was not measured. */
    public Optional<Double> figure(Database database, String what, String contestant) {
        return figures.stream()
                .filter(figure -> figure.database() == database
                        && figure.what().equals(what)
                        && figure.contestant().equals(contestant))
                .map(Figure::value)
                .findFirst();
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public List<Row> rows(Database database) {
        return rows.stream().filter(row -> row.database() == database).toList();
    }

    /** Returns the rows of one workload, all contestants. */
    public List<Row> rows(Database database, String workload, int threads) {
        return rows(database).stream()
                .filter(row -> row.workload().equals(workload) && row.threads() == threads)
                .toList();
    }

    /** Returns one contestant's row; empty if it was not measured. */
    public Optional<Row> row(Database database, String workload, int threads, String contestant) {
        return rows(database, workload, threads).stream()
                .filter(row -> row.contestant().equals(contestant))
                .findFirst();
    }
}
