// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.port.CollectionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The first steps of a plan that are taken in one transaction. How many these are is bounded, because a transaction holds a lock for each
 * table and index that it makes, in memory that all sessions share.
 *
 * @param steps the steps, at least one
 */
record StepBatch(List<Step> steps) {

    /** How many steps one transaction may take. */
    static final int MOST_STEPS = 32;

    /** As long as there is more than one step, their statements are not more than these. */
    private static final int MOST_STATEMENTS = 256;

    /**
     * Returns the first batch of a plan: changes that follow one another, or builds on small tables, or else one step.
     *
     * @param plan at least one step
     * @param most how many steps it may have
     * @param small whether indexes of a table may be built while its writers wait
     */
    static StepBatch first(List<Step> plan, int most, Predicate<String> small) {
        Step first = plan.get(0);
        List<Step> steps = new ArrayList<>(List.of(first));
        int statements = first.shared().size();
        for (Step next : plan.subList(1, Math.min(plan.size(), most))) {
            statements += next.shared().size();
            if (statements > MOST_STATEMENTS || !together(first, next, small)) {
                break;
            }
            steps.add(next);
        }
        return new StepBatch(List.copyOf(steps));
    }

    private static boolean together(Step first, Step next, Predicate<String> small) {
        if (first instanceof Step.Build build) {
            return next instanceof Step.Build other && small.test(build.table()) && small.test(other.table());
        }
        return first instanceof Step.Transaction && next instanceof Step.Transaction;
    }

    /** Returns the first step, which is the only one unless all of them are changes, or builds on small tables. */
    Step first() {
        return steps.get(0);
    }

    /** Returns what the database lacks without it, for messages. */
    String missing() {
        return steps.size() == 1
                ? steps.get(0).missing()
                : steps.get(0).missing() + " and " + (steps.size() - 1) + " steps behind it";
    }

    /** Returns what all steps add. */
    List<CollectionDefinition> added() {
        return steps.stream()
                .flatMap(step -> step instanceof Step.Transaction changes ? changes.added().stream() : Stream.empty())
                .toList();
    }

    /** Returns the statements of all steps. */
    List<String> statements() {
        return steps.stream().flatMap(step -> step.shared().stream()).toList();
    }
}
