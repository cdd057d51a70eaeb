// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The application's side: open a {@link dev.storageport.Storage}, declare collections, read and write documents.
 *
 * <p>The backend is chosen by the URL alone; the same program gives the same answers on each. {@code CONTRACT.md} in the
 * repository lists the rules by number.
 */
@NullMarked
package dev.storageport;

import org.jspecify.annotations.NullMarked;
