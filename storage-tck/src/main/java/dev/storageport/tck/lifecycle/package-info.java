// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on the life of a storage. Opening, closing, failing and recovering. */
@NullMarked
package dev.storageport.tck.lifecycle;

import org.jspecify.annotations.NullMarked;
