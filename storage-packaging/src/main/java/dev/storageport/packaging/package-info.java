// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A program that is shipped in each form in which Java programs are. */
@NullMarked
package dev.storageport.packaging;

import org.jspecify.annotations.NullMarked;
