// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Retention: what a collection forgets by age, by number or by size, while others read and write. */
@NullMarked
package dev.storageport.retention;

import org.jspecify.annotations.NullMarked;
