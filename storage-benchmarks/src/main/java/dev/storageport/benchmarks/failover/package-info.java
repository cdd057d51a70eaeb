// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What the callers of an open storage see when a standby takes over. */
@NullMarked
package dev.storageport.benchmarks.failover;

import org.jspecify.annotations.NullMarked;
