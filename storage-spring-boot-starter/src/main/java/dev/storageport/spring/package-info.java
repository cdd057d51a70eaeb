// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A storage as a bean of Spring Boot 3.5 and 4.0. What an application names is {@link dev.storageport.spring.StorageOptionsCustomizer}; everything else
 * works by properties and by declaring beans of type {@link dev.storageport.CollectionSpec}.
 */
@NullMarked
package dev.storageport.spring;

import org.jspecify.annotations.NullMarked;
