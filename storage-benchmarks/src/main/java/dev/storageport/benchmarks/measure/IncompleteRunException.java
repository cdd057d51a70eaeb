// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

/** A run that did not, or could not, measure what it was asked for. Nothing is published of it. */
public final class IncompleteRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IncompleteRunException(String message) {
        super(message);
    }
}
