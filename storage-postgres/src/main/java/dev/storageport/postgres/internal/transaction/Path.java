// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.postgres.internal.statement.Statements.Shape;

/** Which way operations of single documents go. Applications have the first; the others are there to be proven. */
public enum Path {
    /** By themselves while a lane is free, else together. */
    BY_LANE,
    /** Each by itself, always. */
    ALONE,
    /** In the statements for many, also by themselves. */
    TOGETHER;

    Shape shape(int documents) {
        return this == TOGETHER || documents > 1 ? Shape.ARRAYS : Shape.SINGLE;
    }
}
