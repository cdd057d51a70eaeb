// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Group commit for work of any kind, shared by the two backends on databases and not a part of the contract: no other module can reach it.
 */
@NullMarked
package dev.storageport.port.combining;

import org.jspecify.annotations.NullMarked;
