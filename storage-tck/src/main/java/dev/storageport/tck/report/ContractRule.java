// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

/**
 * One rule of {@code CONTRACT.md}.
 *
 * @param number for instance {@code TEXT-1}
 * @param level {@code MUST} or {@code SHOULD}
 * @param statement what holds
 * @param proof {@code kit}, or where else it is proven and why the kit cannot
 */
record ContractRule(String number, String level, String statement, String proof) {

    /** Returns whether the kit proves it. */
    boolean provenByKit() {
        return proof.equals("kit");
    }
}
