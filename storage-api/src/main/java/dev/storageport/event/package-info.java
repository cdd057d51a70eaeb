// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a {@link dev.storageport.StorageListener} is told: plain values, which hold no document, no key and no password. They know nothing of
 * the rest of the library, so a listener can be tried by itself.
 */
@NullMarked
package dev.storageport.event;

import org.jspecify.annotations.NullMarked;
