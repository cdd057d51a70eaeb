// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The library, and what one would write without it. */
@NullMarked
package dev.storageport.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
