// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What runs alone, together with others, or in a transaction. */
@NullMarked
package dev.storageport.postgres.internal.transaction;

import org.jspecify.annotations.NullMarked;
