// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

/**
 * Something that a history shows and no serial execution does.
 *
 * @param anomaly what it is
 * @param story what happened, line by line
 */
public record Finding(Anomaly anomaly, String story) {

    @Override
    public String toString() {
        return anomaly + System.lineSeparator() + story;
    }
}
