// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The numbers of the rules on tests, and the record of which test proved which rule.
 */
@NullMarked
package dev.storageport.tck.rule;

import org.jspecify.annotations.NullMarked;
