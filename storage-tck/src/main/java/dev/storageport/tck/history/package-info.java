// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on histories. What concurrent callers did and saw, recorded and judged: could it have happened one after the other? */
@NullMarked
package dev.storageport.tck.history;

import org.jspecify.annotations.NullMarked;
