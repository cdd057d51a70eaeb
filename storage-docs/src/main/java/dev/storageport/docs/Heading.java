// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

/**
 * A heading of a page.
 *
 * @param level from 1 to 6
 * @param text what it says
 * @param anchor its name in a link, the same as on GitHub
 */
record Heading(int level, String text, String anchor) {}
