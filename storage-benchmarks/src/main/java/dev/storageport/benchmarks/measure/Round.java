// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one contestant did in one round, the lead-in not counted.
 *
 * @param operations how many operations ended, failed ones too
 * @param attempts how often transactions were run for these operations; an operation that is none is one attempt
 * @param rate successful operations in a second
 * @param latencies of the successful operations, in nanoseconds
 * @param errors how many operations failed, by kind
 * @param allocated bytes that the callers allocated
 * @param processor nanoseconds of processor time of this JVM, collector and compiler included
 */
record Round(
        long operations,
        long attempts,
        double rate,
        Histogram latencies,
        Map<String, Long> errors,
        long allocated,
        long processor) {

    /** Copies the errors. */
    Round {
        errors = Map.copyOf(errors);
    }
}
