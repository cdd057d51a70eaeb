// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.measure.Results;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that the library wants to reach.
 *
 * @param what what is compared
 * @param beside whom it is compared with; empty if with nobody
 * @param measured the figure; empty if it was not measured in this run
 * @param bound what it has to reach
 * @param atLeast whether the figure has to be at least, not at most, the bound
 * @param unit of figure and bound
 */
record Target(
        String what,
        String beside,
        Function<Results, Optional<Double>> measured,
        double bound,
        boolean atLeast,
        String unit) {

    /** Returns whether it is met; empty if it was not measured. */
    Optional<Boolean> met(Results results) {
        return measured.apply(results).map(figure -> atLeast ? figure >= bound : figure <= bound);
    }
}
