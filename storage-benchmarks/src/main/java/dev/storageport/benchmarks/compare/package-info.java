// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

/** Two builds beside one another, each in a JVM of its own. */
@NullMarked
package dev.storageport.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
