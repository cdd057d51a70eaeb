// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The report: which rules of {@code CONTRACT.md} are proven on which backend.
 */
@NullMarked
package dev.storageport.tck.report;

import org.jspecify.annotations.NullMarked;
