// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The storage in memory: the reference that other backends are compared with, and what applications swap in for their tests. It is
 * strict where a database is strict, and can be told to fail.
 */
@NullMarked
package dev.storageport.fake;

import org.jspecify.annotations.NullMarked;
