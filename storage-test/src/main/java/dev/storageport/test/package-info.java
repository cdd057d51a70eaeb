// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Storages for JUnit tests: {@link dev.storageport.test.StorageExtension} opens one in memory, on a temporary SQLite file or on a real PostgreSQL,
 * as one property says.
 */
@NullMarked
package dev.storageport.test;

import org.jspecify.annotations.NullMarked;
