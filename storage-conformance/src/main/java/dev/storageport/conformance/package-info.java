// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What only all backends together can show. */
@NullMarked
package dev.storageport.conformance;

import org.jspecify.annotations.NullMarked;
