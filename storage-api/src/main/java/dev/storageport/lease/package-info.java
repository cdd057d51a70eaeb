// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Leases: what one of several processes does at a time, agreed on in the database that they share. */
@NullMarked
package dev.storageport.lease;

import org.jspecify.annotations.NullMarked;
