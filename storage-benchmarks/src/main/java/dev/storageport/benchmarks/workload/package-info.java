// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What is done, to which documents, by whom: the same for every contestant. */
@NullMarked
package dev.storageport.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
