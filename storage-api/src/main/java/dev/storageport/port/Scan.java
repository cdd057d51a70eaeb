// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A reading of many records.
 *
 * @param collection the collection read
 * @param filter which records
 * @param order in which order
 * @param after the position behind which the reading begins, in the order; empty: at its beginning
 * @param limit at most how many; positive; empty: all
 * @param projection which parts of each
 */
public record Scan(
        CollectionDefinition collection,
        Filter filter,
        Order order,
        Optional<Position> after,
        OptionalInt limit,
        Projection projection) {}
