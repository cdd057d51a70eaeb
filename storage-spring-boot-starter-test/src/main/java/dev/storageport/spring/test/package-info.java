// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the part of a Spring Boot application that stores documents: {@link dev.storageport.spring.test.StorageTest}. */
@NullMarked
package dev.storageport.spring.test;

import org.jspecify.annotations.NullMarked;
