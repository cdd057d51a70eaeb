// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * How many records have a value.
 *
 * @param value the value; never a {@link IndexValue.MultiValue}
 * @param records their number, at least 1
 */
public record ValueCount(IndexValue value, long records) {}
