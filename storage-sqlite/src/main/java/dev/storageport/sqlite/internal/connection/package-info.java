// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Connections of SQLite: opened with every setting read back, bounded in time, their errors in the words of the library. Knows nothing above it. */
@NullMarked
package dev.storageport.sqlite.internal.connection;

import org.jspecify.annotations.NullMarked;
