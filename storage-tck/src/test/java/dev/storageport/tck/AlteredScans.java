// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.tck.harness.PositionedRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Scans whose records come in another order, or of which others follow a position. */
final class AlteredScans {

    private AlteredScans() {}

    /** Puts the records of each scan in another order. A page begins behind the record that the earlier one ended with. */
    static UnaryOperator<RecordOperations> reordered(
            BiFunction<Order, List<PositionedRecord>, List<PositionedRecord>> wrong) {
        return paged((scan, all) -> {
            List<PositionedRecord> sorted = wrong.apply(scan.order(), all);
            int from = 0;
            for (int i = 0; scan.after().isPresent() && i < sorted.size(); i++) {
                boolean last =
                        sorted.get(i).position().key().equals(scan.after().get().key());
                from = last ? i + 1 : from;
            }
            return sorted.subList(from, sorted.size());
        });
    }

    /** Chooses itself what follows a position, of all the records of a scan in their right order. */
    static UnaryOperator<RecordOperations> paged(
            BiFunction<Scan, List<PositionedRecord>, List<PositionedRecord>> wrong) {
        return right -> new DelegatingOperations(right) {
            @Override
            public RecordCursor scan(Scan scan) {
                List<PositionedRecord> all = PositionedRecord.of(super.scan(new Scan(
                        scan.collection(),
                        scan.filter(),
                        scan.order(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        scan.projection())));
                List<PositionedRecord> chosen = wrong.apply(scan, all);
                return PositionedRecord.cursor(
                        chosen.subList(0, Math.min(chosen.size(), scan.limit().orElse(Integer.MAX_VALUE))));
            }
        };
    }

    /** Returns those that come behind a position, of all in their right order; all if it is of none of them. */
    static List<PositionedRecord> followers(List<PositionedRecord> all, Position after) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).position().equals(after)) {
                return all.subList(i + 1, all.size());
            }
        }
        return all;
    }

    static List<PositionedRecord> followers(List<PositionedRecord> all, Optional<Position> after) {
        return after.map(position -> followers(all, position)).orElse(all);
    }
}
