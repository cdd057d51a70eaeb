// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What is stored, what is declared, and the steps from one to the other. */
@NullMarked
package dev.storageport.postgres.internal.schema;

import org.jspecify.annotations.NullMarked;
