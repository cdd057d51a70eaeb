// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one contestant did in all rounds of one workload.
 *
 * @param threads how many called at once
 * @param rate documents in a second, the median of the rounds
 * @param slowest documents in a second, the slowest round
 * @param fastest documents in a second, the fastest round
 * @param p50 latency of an operation in milliseconds, of all rounds together; so the next ones
 * @param operations how many operations there were, failed ones too
 * @param attempts how often transactions were run for these operations; an operation that is none is one attempt
 * @param rounds in how many rounds at least one operation succeeded
 * @param errors how many failed, by kind
 * @param allocated bytes for each operation
 * @param processor microseconds of processor time of the JVM for each operation
 */
public record Row(
        Database database,
        String workload,
        int threads,
        String contestant,
        double rate,
        double slowest,
        double fastest,
        double p50,
        double p95,
        double p99,
        double p999,
        double max,
        long operations,
        long attempts,
        int rounds,
        Map<String, Long> errors,
        double allocated,
        double processor) {

    /** Copies the errors. */
    public Row {
        errors = Map.copyOf(errors);
    }

    /**
     * Sums rounds up.
     *
     * @param documents how many documents one operation counts for
     */
    static Row of(
            Database database, String workload, int threads, String contestant, int documents, List<Round> rounds) {
        double[] rates =
                rounds.stream().mapToDouble(round -> round.rate() * documents).toArray();
        Histogram all = Latencies.none();
        Map<String, Long> errors = new TreeMap<>();
        long operations = 0;
        long attempts = 0;
        int successful = 0;
        long allocated = 0;
        long processor = 0;
        for (Round round : rounds) {
            all.add(round.latencies());
            round.errors().forEach((kind, number) -> errors.merge(kind, number, Long::sum));
            operations += round.operations();
            attempts += round.attempts();
            successful += round.latencies().getTotalCount() > 0 ? 1 : 0;
            allocated += round.allocated();
            processor += round.processor();
        }
        double each = Math.max(1, operations);
        return new Row(
                database,
                workload,
                threads,
                contestant,
                median(rates),
                Arrays.stream(rates).min().orElse(0),
                Arrays.stream(rates).max().orElse(0),
                millis(all, 50),
                millis(all, 95),
                millis(all, 99),
                millis(all, 99.9),
                all.getMaxValue() / 1e6,
                operations,
                attempts,
                successful,
                errors,
                allocated / each,
                processor / each / 1e3);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    /** Returns the middle value, or the mean of the two in the middle; 0 of none. */
    public static double median(double... values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the same figures of a workload of another name. */
    public Row of(String other) {
        return new Row(
                database,
                other,
                threads,
                contestant,
                rate,
                slowest,
                fastest,
                p50,
                p95,
                p99,
                p999,
                max,
                operations,
                attempts,
                rounds,
                errors,
                allocated,
                processor);
    }

    /** Returns which share of the attempts did not end in an operation that succeeded, 0 to 1. */
    public double futile() {
        return attempts == 0 ? 0 : 1 - (double) (operations - failed()) / attempts;
    }

    /** Returns how many operations failed. */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many operations failed because the database was locked. */
    public long locked() {
        return errors.entrySet().stream()
                .filter(error -> error.getKey().contains("locked"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
