// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of whole runs. */
@NullMarked
package dev.storageport.benchmarks;

import org.jspecify.annotations.NullMarked;
