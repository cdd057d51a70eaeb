// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Instant;

/**
 * The largest values a storage takes, the same on each backend and each stricter than the strictest database: PostgreSQL's
 * B-tree rows end at 2704 bytes, its identifiers at 63 bytes, jsonb at 256 MiB, one result row at 1 GiB; Jackson reads numbers
 * of up to 1000 digits and 1000 levels of nesting.
 */
public final class Limits {

    /** Bytes of UTF-8 in a key. */
    public static final int KEY_BYTES = 512;

    /** Characters in the name of a collection or an index. */
    public static final int NAME_CHARACTERS = 48;

    /** Bytes of UTF-8 in a document's canonical JSON: 16 MiB. */
    public static final int BODY_BYTES = 16 * 1024 * 1024;

    /** Levels of nesting in a document's JSON. */
    public static final int JSON_DEPTH = 200;

    /** Bytes of UTF-8 in the name of a JSON member. */
    public static final int MEMBER_NAME_BYTES = 1024;

    /** Characters of a JSON number written without an exponent; every finite {@code double} needs fewer. */
    public static final int NUMBER_CHARACTERS = 400;

    /** Bytes of UTF-8 in a text value of an index. */
    public static final int INDEX_TEXT_BYTES = 1024;

    /**
     * Index definitions of a collection in its whole life, dropped ones among them: databases keep which of them a record is up to date
     * in as bits of one signed 64-bit integer, two of which stay free.
     */
    public static final int INDEX_DEFINITIONS = 62;

    /** Values of one document in an index of many values. */
    public static final int INDEX_VALUES = 1000;

    /** Bytes of UTF-8 in the texts that a search index keeps of one document, normalised: 1 MiB. */
    public static final int SEARCH_TEXT_BYTES = 1024 * 1024;

    /** Characters of a search term, white space included. */
    public static final int SEARCH_TERM_CHARACTERS = 100;

    /** Conditions, and combinations of them, in one condition; SQLite's expressions are at most 1000 levels deep. */
    public static final int CONDITION_PARTS = 200;

    /** Values that one condition compares with. */
    public static final int CONDITION_VALUES = 1000;

    /** Bytes of a content before compression: 64 MiB. */
    public static final int CONTENT_BYTES = 64 * 1024 * 1024;

    /** The first instant and, as a date, the first day that can be stored. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** The last instant and, as a date, the last day that can be stored. Instants are stored in microseconds. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Limits() {}
}
