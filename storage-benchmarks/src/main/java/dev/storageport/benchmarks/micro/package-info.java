// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** What single parts cost, by JMH. */
@NullMarked
package dev.storageport.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
