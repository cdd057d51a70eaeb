// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** Hears how the building of indexes goes on. Called on the thread that builds. */
@FunctionalInterface
public interface SchemaListener {

    /**
     * Called after each batch.
     *
     * @param progress how far an index is; what this method throws stops the building, which goes on where it was when it is begun again
     */
    void progress(SchemaProgress progress);
}
