// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Who uses which connection when: the writer and those who wait for it, groups of writes, optimistic transactions, readers and their snapshots. */
@NullMarked
package dev.storageport.sqlite.internal.transaction;

import org.jspecify.annotations.NullMarked;
