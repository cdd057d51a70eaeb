// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** What a filter compares and an order sorts by. */
public sealed interface Field {

    /** What every record has. */
    enum Attribute implements Field {
        /** The key, a {@link IndexValue.TextValue}. */
        KEY,
        /** The time of insertion, a {@link IndexValue.InstantValue}. */
        CREATED_AT,
        /** The time of the last write, a {@link IndexValue.InstantValue}. */
        UPDATED_AT,
        /** The version of the body's shape, a {@link IndexValue.IntegerValue}. */
        DATA_VERSION;

        /** Returns whether it is a time, on which a collection may have an index of the kind {@link IndexKind#TIME}. */
        public boolean isTime() {
            return this == CREATED_AT || this == UPDATED_AT;
        }
    }

    /**
     * The value, or the values, of an index. A record may have none.
     *
     * @param index the index's name
     */
    record Indexed(String index) implements Field {}
}
