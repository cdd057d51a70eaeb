// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of what is counted and told; nothing here measures. */
@NullMarked
package dev.storageport.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
