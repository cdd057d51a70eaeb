// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What {@code ARCHITECTURE.md} says of packages, held by tests. */
@NullMarked
package dev.storageport.conformance.architecture;

import org.jspecify.annotations.NullMarked;
