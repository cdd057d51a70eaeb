// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The technology-compatibility kit: the rules of {@code CONTRACT.md} as tests. An author of a backend extends
 * {@link dev.storageport.tck.StorageContract}, supplies one {@link dev.storageport.tck.harness.StorageHarness}, and sees each rule
 * reported under the class of their own.
 *
 * <p>Arrows between the packages point downward only: the whole contract, its chapters, what chapters stand on ({@code fixture}), a test's
 * database ({@code harness}), and the numbers of the rules ({@code rule}). The report stands beside the chapters and knows the whole.
 */
@NullMarked
package dev.storageport.tck;

import org.jspecify.annotations.NullMarked;
