// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on transactions. Several operations as one, and what transactions at the same time may see of each other. */
@NullMarked
package dev.storageport.tck.transactions;

import org.jspecify.annotations.NullMarked;
