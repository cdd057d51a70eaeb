// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Statements on documents and their answers. */
@NullMarked
package dev.storageport.postgres.internal.statement;

import org.jspecify.annotations.NullMarked;
