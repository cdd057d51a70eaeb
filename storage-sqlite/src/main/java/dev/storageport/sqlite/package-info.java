// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Storage in one SQLite file, or in memory. {@link dev.storageport.sqlite.SqliteStorage} opens one with typed options; with a URL
 * {@code sqlite:app.db} this package need not be named at all.
 */
@NullMarked
package dev.storageport.sqlite;

import org.jspecify.annotations.NullMarked;
