// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** The types of index values. Each backend stores them in a native, ordered column. */
public enum IndexType {
    /** Text, ordered by code point. */
    TEXT,
    /** A 64-bit integer. */
    INTEGER,
    /** A finite double; negative zero is stored as zero. */
    REAL,
    /** False before true. */
    BOOLEAN,
    /** An instant in microseconds. */
    INSTANT,
    /** A calendar date without a time zone. */
    DATE,
    /** A UUID, ordered by its unsigned bytes, which is the order of its text. */
    UUID
}
