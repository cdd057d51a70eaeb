// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.StorageOptions;

/**
 * Sets options of the application's storage in code: what no property can say, such as a mapper, a clock or a listener. A bean of this type is called
 * once, before the storage opens; several are called in their order ({@link org.springframework.core.annotation.Order}). What a property says goes
 * before it.
 */
@FunctionalInterface
public interface StorageOptionsCustomizer {

    /**
     * Changes the options that the storage is going to be opened with.
     *
     * @param options the defaults, to be changed
     */
    void customize(StorageOptions.Builder options);
}
