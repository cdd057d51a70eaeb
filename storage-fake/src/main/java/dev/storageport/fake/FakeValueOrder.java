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
        if (left instanceof IndexValue.TextValue l && right instanceof IndexValue.TextValue r) {
            return CodePointOrder.INSTANCE.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.IntegerValue l && right instanceof IndexValue.IntegerValue r) {
            return Long.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.RealValue l && right instanceof IndexValue.RealValue r) {
            return Double.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.BooleanValue l && right instanceof IndexValue.BooleanValue r) {
            return Boolean.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.InstantValue l && right instanceof IndexValue.InstantValue r) {
            return l.value().compareTo(r.value());
        } else if (left instanceof IndexValue.DateValue l && right instanceof IndexValue.DateValue r) {
            return l.value().compareTo(r.value());
        } else if (left instanceof IndexValue.UuidValue l && right instanceof IndexValue.UuidValue r) {
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
