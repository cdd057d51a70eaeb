// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.tck.harness.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs sequences on a backend and on the reference, each time on empty databases, and finds the first different result. */
final class DifferentialRun {

    /** How many times at most a failing sequence is tried again while it is made shorter. */
    private static final int TRIES = 250;

    private final Workbench bench;

    DifferentialRun(Workbench bench) {
        this.bench = bench;
    }

    /**
     * A step that gave different results.
     *
     * @param steps the sequence up to the difference, without the questions asked at its end
     * @param results what the reference gave for each step before the different one
     * @param last the step that differed
     * @param expected what the reference gave for it
     * @param actual what the backend gave for it
     */
    record Difference(List<Step> steps, List<String> results, Step last, String expected, String actual) {

        /** Returns the steps and their results, one a line. */
        String story() {
            StringBuilder story = new StringBuilder();
            for (int i = 0; i < steps.size(); i++) {
                story.append(i + 1).append(". ").append(steps.get(i));
                story.append(i < results.size() ? " -> " + results.get(i) : "").append('\n');
            }
            return steps.contains(last) ? story.toString() : story + "at the end: " + last + '\n';
        }
    }

    /** Returns the first difference of the sequence, which is followed by questions about all that is stored. */
    Optional<Difference> difference(List<Step> steps) {
        FakeDatabase database = new FakeDatabase();
        List<Step> all = new ArrayList<>(steps);
        all.addAll(StepGenerator.questions());
        List<String> results = new ArrayList<>();
        try (Workbench fresh = bench.fresh();
                ComparedStorage subject = new ComparedStorage(fresh::open);
                ComparedStorage reference =
                        new ComparedStorage((options, specs) -> FakeStorage.open(database, options, specs))) {
            for (Step step : all) {
                String expected = reference.perform(step);
                String actual = subject.perform(step);
                if (!actual.equals(expected)) {
                    List<Step> prefix = all.subList(0, Math.min(results.size() + 1, steps.size()));
                    return Optional.of(new Difference(List.copyOf(prefix), results, step, expected, actual));
                }
                results.add(expected);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a difference of a sequence as short as dropping makes it: large pieces of it first, then single steps, then single
     * steps of its transactions.
     */
    Difference shrunk(Difference found) {
        Search search = new Search(found);
        for (int piece = Math.max(1, found.steps().size() / 2); piece > 1; piece /= 2) {
            search.drop(piece);
        }
        boolean shorter;
        do { // what is gone may let more go
            shorter = search.drop(1) || search.shorten();
        } while (shorter);
        return search.best;
    }

    /** The shortest difference so far, and how many more sequences may be tried. */
    private final class Search {

        private Difference best;
        private int triesLeft = TRIES;

        Search(Difference found) {
            best = found;
        }

        /** Drops pieces of so many steps where that keeps a difference; returns whether any was dropped. */
        boolean drop(int piece) {
            boolean dropped = false;
            for (int from = 0; from < best.steps().size(); ) {
                if (differs(StepGenerator.dropped(best.steps(), from, piece))) {
                    dropped = true;
                } else {
                    from += piece;
                }
            }
            return dropped;
        }

        /** Replaces steps by shorter ones where that keeps a difference; returns whether any was replaced. */
        boolean shorten() {
            for (int i = 0; i < best.steps().size(); i++) {
                for (Step shorter : best.steps().get(i).shorter().get()) {
                    List<Step> steps = new ArrayList<>(best.steps());
                    steps.set(i, shorter);
                    if (differs(steps)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean differs(List<Step> steps) {
            Optional<Difference> difference = triesLeft-- > 0 ? difference(steps) : Optional.empty();
            difference.ifPresent(shorter -> best = shorter);
            return difference.isPresent();
        }
    }
}
