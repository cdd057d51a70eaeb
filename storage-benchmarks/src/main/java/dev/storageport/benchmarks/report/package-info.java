// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Writes what was measured, and holds it against the targets. */
@NullMarked
package dev.storageport.benchmarks.report;

import org.jspecify.annotations.NullMarked;
