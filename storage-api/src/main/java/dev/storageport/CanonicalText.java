// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * A document in canonical form.
 *
 * @param json the document
 * @param bytes its length in UTF-8
 */
record CanonicalText(String json, long bytes) {}
