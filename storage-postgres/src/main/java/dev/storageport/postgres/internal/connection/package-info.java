// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Connections, sessions and transactions on them, and what native errors mean. */
@NullMarked
package dev.storageport.postgres.internal.connection;

import org.jspecify.annotations.NullMarked;
