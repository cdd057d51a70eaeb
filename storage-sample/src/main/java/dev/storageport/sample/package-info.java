// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A small REST service on Spring Boot 3.5 and 4.0 that stores books: on an embedded file until its URL names a server. */
@NullMarked
package dev.storageport.sample;

import org.jspecify.annotations.NullMarked;
