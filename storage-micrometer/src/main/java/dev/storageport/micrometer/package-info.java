// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Meters of Micrometer for a storage: {@link dev.storageport.micrometer.StorageMetrics} is all there is to know. */
@NullMarked
package dev.storageport.micrometer;

import org.jspecify.annotations.NullMarked;
