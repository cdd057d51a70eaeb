// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.Optional;

/**
 * A document and its content, read in one step.
 *
 * @param document the document
 * @param content its content; empty if it has none
 * @param <T> the type of the value
 */
public record StoredWithContent<T>(Stored<T> document, Optional<Content> content) {}
