// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What was fetched elsewhere, kept in a collection: served while it is fresh enough, loaded once when it is not, refreshed in the background.
 * {@link dev.storageport.readthrough.ReadThrough} is where to begin.
 */
@NullMarked
package dev.storageport.readthrough;

import org.jspecify.annotations.NullMarked;
