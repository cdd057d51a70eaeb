// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What the database holds and how it comes to hold it: the layout, the catalog, the tables of a collection, and the plan from what is stored to what is declared. */
@NullMarked
package dev.storageport.sqlite.internal.schema;

import org.jspecify.annotations.NullMarked;
