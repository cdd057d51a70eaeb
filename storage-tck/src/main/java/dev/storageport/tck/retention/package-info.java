// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The chapter on retention: what is removed by age, by an instant, by number and by size, what stays, and who does it. */
@NullMarked
package dev.storageport.tck.retention;

import org.jspecify.annotations.NullMarked;
