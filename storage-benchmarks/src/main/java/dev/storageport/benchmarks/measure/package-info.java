// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Runs workloads and counts what happens. */
@NullMarked
package dev.storageport.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
