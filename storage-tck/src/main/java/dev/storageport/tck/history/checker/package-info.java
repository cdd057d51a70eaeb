// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What concurrent callers did and saw, and whether it could have happened one after the other. Nothing here knows a storage: the chapters of
 * the kit record histories, and these classes judge them.
 */
@NullMarked
package dev.storageport.tck.history.checker;

import org.jspecify.annotations.NullMarked;
