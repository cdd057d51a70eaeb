// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * An order of records. Records that are equal by it follow by key in the same direction, so the order is total and the same on
 * each backend, and one B-tree serves both directions.
 *
 * @param by what is compared first
 * @param descending whether the largest comes first
 */
public record Order(By by, boolean descending) {

    /** Keys in code-point order. */
    public static final Order KEY = new Order(By.KEY, false);

    /** What an order compares. */
    public enum By {
        /** The key, by code point. */
        KEY,
        /** The time of insertion. */
        CREATED_AT,
        /** The time of the last write. */
        UPDATED_AT
    }
}
