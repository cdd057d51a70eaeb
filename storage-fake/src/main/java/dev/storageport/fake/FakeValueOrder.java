// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.IndexValue;
import java.util.Comparator;
import java.util.UUID;

/** The order of index values of one type. */
enum FakeValueOrder implements Comparator<IndexValue> {
    INSTANCE;

    @Override
    public int compare(IndexValue left, IndexValue right) {
        if (left instanceof IndexValue.Text l && right instanceof IndexValue.Text r) {
            return CodePointOrder.INSTANCE.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.Whole l && right instanceof IndexValue.Whole r) {
            return Long.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.Real l && right instanceof IndexValue.Real r) {
            return Double.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.Bool l && right instanceof IndexValue.Bool r) {
            return Boolean.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.Moment l && right instanceof IndexValue.Moment r) {
            return l.value().compareTo(r.value());
        } else if (left instanceof IndexValue.Day l && right instanceof IndexValue.Day r) {
            return l.value().compareTo(r.value());
        } else if (left instanceof IndexValue.Uuid l && right instanceof IndexValue.Uuid r) {
            return compare(l.value(), r.value());
        }
        throw new IllegalArgumentException("values of " + left.type() + " and " + right.type() + " have no order");
    }

    /** By unsigned bytes; {@link UUID#compareTo} compares signed halves. */
    private static int compare(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
