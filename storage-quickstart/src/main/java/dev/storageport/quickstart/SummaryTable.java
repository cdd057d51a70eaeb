// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of each collection, as a table. */
final class SummaryTable {

    private static final String ROW = "%-22s | %9s | %10s | %10s | %12s | %10s | %10s";

    private final Report report;

    SummaryTable(Report report) {
        this.report = report;
    }

    void print(Storage storage) {
        report.heading("Summary");
        report.line(ROW, "collection", "documents", "JSON bytes", "page bytes", "stored bytes", "age p50", "age p99");
        report.line(
                "%s",
                "-----------------------+-----------+------------+------------+--------------+------------+-----------");
        for (CollectionSpec<?> spec : List.of(Profile.COLLECTION, StaticData.COLLECTION)) {
            Summary summary = storage.collection(spec).summary();
            report.line(
                    ROW,
                    spec.name(),
                    summary.documents(),
                    grouped(summary.bodyBytes()),
                    grouped(summary.contentBytes()),
                    grouped(summary.contentStoredBytes()),
                    rounded(summary.ageP50()),
                    rounded(summary.ageP99()));
        }
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Rounds to hours: {@code updatedAt} moves by a microsecond where the clock stands still between two writes. */
    private static String rounded(Optional<Duration> age) {
        return age.map(exact -> exact.plusMinutes(30))
                .map(exact -> exact.toDays() + " d " + exact.toHoursPart() + " h")
                .orElse("-");
    }
}
