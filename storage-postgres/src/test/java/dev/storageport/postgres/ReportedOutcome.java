// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.StorageException;

/** What the caller of an operation was told, and what may be stored then. */
enum ReportedOutcome {
    DONE,
    FAILED,
    UNKNOWN;

    static ReportedOutcome of(StorageException failure) {
        return failure.outcomeUnknown() ? UNKNOWN : FAILED;
    }

    /**
     * Asserts that what is stored agrees with what was told.
     *
     * @param found how many parts of the operation are stored
     * @param whole how many it has, all of them or none
     */
    void assertTrue(String what, int found, int whole) {
        switch (this) {
            case DONE -> assertThat(found).as("acknowledged: " + what).isEqualTo(whole);
            case FAILED -> assertThat(found).as("failed for certain: " + what).isZero();
            case UNKNOWN ->
                assertThat(found).as("unknown, so whole or not at all: " + what).isIn(0, whole);
        }
    }
}
