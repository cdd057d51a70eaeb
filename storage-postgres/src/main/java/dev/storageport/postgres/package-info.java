// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The PostgreSQL backend: a table for each collection, readable with any tool, in one schema of its own. Start at
 * {@link dev.storageport.postgres.PostgresStorage}.
 */
@NullMarked
package dev.storageport.postgres;

import org.jspecify.annotations.NullMarked;
