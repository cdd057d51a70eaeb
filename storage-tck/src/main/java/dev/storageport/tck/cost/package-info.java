// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What questions cost, for backends whose authors can count it. */
@NullMarked
package dev.storageport.tck.cost;

import org.jspecify.annotations.NullMarked;
