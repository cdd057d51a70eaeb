// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

/** What a sync of the disk takes, and a slower disk made of a faster one. */
@NullMarked
package dev.storageport.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
