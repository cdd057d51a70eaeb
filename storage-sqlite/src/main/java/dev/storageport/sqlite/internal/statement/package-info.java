// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The operations of the port on one connection, as SQL. */
@NullMarked
package dev.storageport.sqlite.internal.statement;

import org.jspecify.annotations.NullMarked;
