// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The fifth application, which searches, on every backend. */
@NullMarked
package dev.storageport.conformance.warriors;

import org.jspecify.annotations.NullMarked;
