// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on freshness. Values of another source, served and refreshed from a collection; and leases, by which processes agree on who loads. */
@NullMarked
package dev.storageport.tck.freshness;

import org.jspecify.annotations.NullMarked;
