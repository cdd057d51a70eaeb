// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.Stored;
import java.util.Optional;

/**
 * What is asked of a source.
 *
 * @param key the key
 * @param stored what is stored, which is not fresh any more; for an {@code If-None-Match} and the like, not to be changed. Empty if nothing
 *     is stored or it cannot be read
 * @param <T> the type of the values
 */
public record LoadRequest<T>(String key, Optional<Stored<T>> stored) {}
