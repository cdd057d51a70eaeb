// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The place of a record in an order, which exists whether or not the record does: what comes after it is defined by comparing.
 *
 * @param rank the rank, if the order has a ranking
 * @param value the value that the order compares; empty if it compares keys or if the record has none
 * @param key the record's key
 */
public record Position(OptionalInt rank, Optional<IndexValue> value, String key) {}
