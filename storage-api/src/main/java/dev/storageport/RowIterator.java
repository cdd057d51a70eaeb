// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.Iterator;

/**
 * Rows of a scan as the application sees them, read one after another; must be closed.
 *
 * @param <R> what a row becomes
 */
interface RowIterator<R> extends Iterator<R>, AutoCloseable {

    @Override
    void close();
}
