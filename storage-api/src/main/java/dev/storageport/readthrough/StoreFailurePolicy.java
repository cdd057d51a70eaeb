// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

/** What becomes of callers when the storage cannot be used. It is told to the listeners in any case. */
public enum StoreFailurePolicy {
    /**
     * Who asks is served: what cannot be read is loaded, by one caller for all that wait, and what was loaded and cannot be stored is served
     * all the same. Calls that have no meaning, and a storage that was closed, fail.
     */
    SERVE,
    /** Who asks gets what the storage throws. */
    FAIL
}
