// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of comparing builds. */
@NullMarked
package dev.storageport.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
