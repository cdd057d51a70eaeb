// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A small application as a new user would write it: player profiles with their career pages, on any backend. */
@NullMarked
package dev.storageport.quickstart;

import org.jspecify.annotations.NullMarked;
