// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The chapter on concurrency. Many callers at once: what they wait for, what an interrupt does, and that nobody gets the answer of
 * another.
 */
@NullMarked
package dev.storageport.tck.concurrency;

import org.jspecify.annotations.NullMarked;
