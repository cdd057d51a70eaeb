// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

/** How a statement is given the documents that it reads or writes. */
enum Shape {
    /** One, each value a parameter. */
    SINGLE,
    /** Any number, an array for each column. */
    ARRAYS
}
