// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** How many values an index has for a document, and what they are for. */
public enum IndexKind {
    /** At most one value for each document. */
    SINGLE,
    /** At most one value for each document, and at most one document for each value. */
    UNIQUE,
    /** Any number of values for each document: a {@link IndexValue.MultiValue}. */
    MULTI_VALUE,
    /** One text for each document that is searched for words: a {@link IndexValue.TextValue} as {@link SearchText} makes it. */
    SEARCH,
    /**
     * A time that each record has anyway, {@link Field.Attribute#CREATED_AT} or {@link Field.Attribute#UPDATED_AT}: it has no values of its
     * own, so no record is ever stale in it, and no filter or order names it. It makes questions by that time quick and answers nothing else.
     */
    TIME
}
