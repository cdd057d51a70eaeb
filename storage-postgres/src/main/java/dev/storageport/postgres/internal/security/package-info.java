// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What caller and server prove to each other before a session begins: passwords and certificates. */
@NullMarked
package dev.storageport.postgres.internal.security;

import org.jspecify.annotations.NullMarked;
