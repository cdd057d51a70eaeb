// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;

/**
 * What is measured once and is no rate.
 *
 * @param what for people, with the unit
 */
public record Figure(Database database, String what, String contestant, double value) {

    /** What a load leaves in the database, indexes included, nothing vacuumed. */
    public static final String STORED_BYTES = "bytes stored for each document";
}
