// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on queries. Finding, counting, ordering and paging: conditions, indexes, searches, scans and sums. */
@NullMarked
package dev.storageport.tck.queries;

import org.jspecify.annotations.NullMarked;
