// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

/**
 * A micro benchmark's result.
 *
 * @param name what was done
 * @param way by whom; empty if there is one way only
 * @param threads how many called at once
 * @param micros microseconds for each operation, the mean
 * @param error half of the confidence interval of 99.9 %, in microseconds; NaN if there were too few iterations
 * @param allocated bytes for each operation
 */
public record MicroRow(String name, String way, int threads, double micros, double error, double allocated) {}
