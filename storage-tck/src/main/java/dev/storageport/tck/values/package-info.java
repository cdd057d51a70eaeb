// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on values. What a value is and how it comes back: text, JSON, numbers, times, and the types of Java. */
@NullMarked
package dev.storageport.tck.values;

import org.jspecify.annotations.NullMarked;
