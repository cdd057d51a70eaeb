// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Measures the library beside what one would write without it. Run by hand, by one Maven command; asserts nothing. */
@NullMarked
package dev.storageport.benchmarks;

import org.jspecify.annotations.NullMarked;
