// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import java.util.List;

/**
 * A book as it is stored and as it is sent.
 *
 * @param title its title
 * @param author who wrote it
 * @param year when it appeared
 * @param tags what it is about
 */
public record Book(String title, String author, int year, List<String> tags) {}
