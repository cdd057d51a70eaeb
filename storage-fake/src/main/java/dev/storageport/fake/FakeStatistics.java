// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.ContentFrame;
import dev.storageport.port.RecordStatistics;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Figures over rows. */
final class FakeStatistics {

    private FakeStatistics() {}

    static RecordStatistics of(List<FakeRow> rows, List<Integer> percentiles) {
        List<ContentFrame> frames =
                rows.stream().flatMap(row -> row.full().content().stream()).toList();
        List<Instant> newestFirst = rows.stream()
                .map(row -> row.full().updatedAt())
                .sorted(Comparator.reverseOrder())
                .toList();
        int count = rows.size();
        return new RecordStatistics(
                count,
                rows.stream().mapToLong(FakeRow::bodyBytes).sum(),
                frames.stream().mapToLong(ContentFrame::rawBytes).sum(),
                frames.stream().mapToLong(frame -> frame.bytes().length).sum(),
                count == 0 ? Optional.empty() : Optional.of(newestFirst.get(count - 1)),
                count == 0 ? Optional.empty() : Optional.of(newestFirst.get(0)),
                count == 0
                        ? List.of()
                        : percentiles.stream()
                                .map(percentile ->
                                        newestFirst.get((int) RecordStatistics.nearestRank(percentile, count) - 1))
                                .toList());
    }
}
