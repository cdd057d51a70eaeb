// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import java.util.List;
import java.util.Map;

/**
 * Asks the source for several values at once; otherwise as a {@link Loader}.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface BatchLoader<T> {

    /**
     * Returns what the source has for the keys.
     *
     * @param requests one or more, no key twice
     * @return by key; a key without an entry is {@linkplain Loaded#absent() absent}, and keys that were not asked for are ignored
     * @throws Exception anything; it fails all of these keys
     */
    Map<String, Loaded<T>> loadAll(List<LoadRequest<T>> requests) throws Exception;
}
