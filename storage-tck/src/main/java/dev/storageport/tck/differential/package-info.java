// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on the comparison with the fake. Random steps on the backend and on {@code storage-fake}, compared result by result. */
@NullMarked
package dev.storageport.tck.differential;

import org.jspecify.annotations.NullMarked;
