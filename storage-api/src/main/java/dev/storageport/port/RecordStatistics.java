// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Figures over all records of a collection.
 *
 * @param records how many there are
 * @param bodyBytes the sum of {@link Write.Put#bodyBytes()}
 * @param contentRawBytes the sum of {@link ContentFrame#rawBytes()}
 * @param contentStoredBytes the sum of the frames' sizes
 * @param oldest the earliest {@code updatedAt}; empty if there are no records
 * @param newest the latest {@code updatedAt}; empty if there are no records
 * @param updatedAtPercentiles for each wanted percentile {@code p} the {@code updatedAt} of the record at rank
 *     {@code ceil(p * records / 100)} counted from the newest (nearest rank, so it is always one record's time); empty if there
 *     are no records
 */
public record RecordStatistics(
        long records,
        long bodyBytes,
        long contentRawBytes,
        long contentStoredBytes,
        Optional<Instant> oldest,
        Optional<Instant> newest,
        List<Instant> updatedAtPercentiles) {

    /** Copies the list. */
    public RecordStatistics {
        updatedAtPercentiles = List.copyOf(updatedAtPercentiles);
    }

    /**
     * Returns the rank of a percentile by the nearest-rank method, counted from one.
     *
     * @param percentile from 1 to 100
     * @param records how many records there are, at least one
     */
    public static long nearestRank(int percentile, long records) {
        return Math.max(1, (Math.multiplyExact(percentile, records) + 99) / 100);
    }
}
