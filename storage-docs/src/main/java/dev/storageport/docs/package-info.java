// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The pages of the project as a site, and what holds them to the code. */
@NullMarked
package dev.storageport.docs;

import org.jspecify.annotations.NullMarked;
