// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between the library and a database, for authors of backends. Applications use {@code dev.storageport}.
 *
 * <p>Everything that could drift between backends is decided above this package, once: validation, JSON, compression, index
 * values, time, retries. A backend receives canonical values and keeps what only a database can give: atomicity, uniqueness,
 * ordering by bytes, isolation and durability. {@code CONTRACT.md} states the rules; {@code storage-tck} proves them.
 */
@NullMarked
package dev.storageport.port;

import org.jspecify.annotations.NullMarked;
