// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a test of the kit runs on: the harness that an author supplies, and the workbench that is made of it for each test.
 */
@NullMarked
package dev.storageport.tck.harness;

import org.jspecify.annotations.NullMarked;
