// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A storage's health as the actuator shows it: one adapter for each line of Spring Boot, which has its types in packages of its own. */
@NullMarked
package dev.storageport.spring.health;

import org.jspecify.annotations.NullMarked;
