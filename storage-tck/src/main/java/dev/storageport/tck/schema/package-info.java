// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The chapter on the schema. Declarations that change: collections and indexes that are added and taken away, while programs of different
 * versions run.
 */
@NullMarked
package dev.storageport.tck.schema;

import org.jspecify.annotations.NullMarked;
