// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of configuration, and the page of all options. */
@NullMarked
package dev.storageport.conformance.config;

import org.jspecify.annotations.NullMarked;
