// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The servers of a cluster: which of them sessions go to, and which was left behind. */
@NullMarked
package dev.storageport.postgres.internal.cluster;

import org.jspecify.annotations.NullMarked;
