// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.util.Optional;

/** Which records of a collection are meant. */
public sealed interface Filter {

    /** Every record. */
    record All() implements Filter {}

    /**
     * Keys from a bound up to, and without, another, in code-point order.
     *
     * @param from the first key meant; empty: from the beginning
     * @param before the first key beyond; empty: to the end
     */
    record KeyRange(Optional<String> from, Optional<String> before) implements Filter {}

    /**
     * Records that have this value in an index.
     *
     * @param index the index's name
     * @param value the value, of the index's type
     */
    record IndexEquals(String index, IndexValue value) implements Filter {}

    /**
     * Records whose {@code updatedAt} lies before the instant, not at it.
     *
     * @param instant the first instant not meant
     */
    record UpdatedBefore(Instant instant) implements Filter {}
}
