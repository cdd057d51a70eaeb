// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The technology-compatibility kit: the rules of {@code CONTRACT.md} as tests. An author of a backend extends
 * {@link dev.storageport.tck.StorageContract}, supplies one {@link dev.storageport.tck.StorageHarness}, and sees each rule
 * reported under the class of their own.
 */
@NullMarked
package dev.storageport.tck;

import org.jspecify.annotations.NullMarked;
