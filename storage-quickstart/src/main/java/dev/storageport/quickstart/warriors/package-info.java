// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * An application that searches: warriors by name, date of birth and skill, on top of the library. What a warrior must be is the
 * application's to check ({@link dev.storageport.quickstart.warriors.WarriorForm}), how it is found the library's.
 */
@NullMarked
package dev.storageport.quickstart.warriors;

import org.jspecify.annotations.NullMarked;
