// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The contract that the first application's storage interface had, on every backend. */
@NullMarked
package dev.storageport.conformance.warriors;

import org.jspecify.annotations.NullMarked;
