// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.OptionalInt;

/**
 * A reading of many records.
 *
 * @param collection the collection read
 * @param filter which records
 * @param order in which order
 * @param limit at most how many; positive; empty: all
 * @param projection which parts of each
 */
public record Scan(
        CollectionDefinition collection, Filter filter, Order order, OptionalInt limit, Projection projection) {}
