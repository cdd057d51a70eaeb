// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the slower disk. */
@NullMarked
package dev.storageport.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
