// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Which standby is read, how far it is, and how far it has to be. */
@NullMarked
package dev.storageport.postgres.internal.standby;

import org.jspecify.annotations.NullMarked;
