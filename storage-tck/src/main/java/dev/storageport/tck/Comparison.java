// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs sequences on a backend and on the reference, each time on empty databases, and finds the first different result. */
final class Comparison {

    /** How many times at most a failing sequence is tried again while it is made shorter. */
    private static final int TRIES = 250;

    private final Workbench bench;

    Comparison(Workbench bench) {
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
        all.addAll(Steps.questions());
        List<String> results = new ArrayList<>();
        try (Workbench fresh = bench.fresh();
                Side subject = new Side(fresh::open);
                Side reference = new Side((options, specs) -> FakeStorage.open(database, options, specs))) {
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

    /** Returns a difference of a sequence as short as dropping steps makes it: large pieces first, then one by one. */
    Difference shrunk(Difference found) {
        Difference best = found;
        int tries = 0;
        for (int piece = Math.max(1, best.steps().size() / 2); piece >= 1 && tries < TRIES; ) {
            boolean shorter = false;
            for (int from = 0; from < best.steps().size() && tries < TRIES; tries++) {
                Optional<Difference> without = difference(dropped(best.steps(), from, piece));
                if (without.isPresent()) {
                    best = without.orElseThrow();
                    shorter = true;
                } else {
                    from += piece;
                }
            }
            if (!shorter || piece > 1) {
                piece /= 2;
            }
        }
        return best;
    }

    private static List<Step> dropped(List<Step> steps, int from, int count) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
        return rest;
    }
}
