// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import java.util.List;

/**
 * What became of the input.
 *
 * @param lines how many lines there were
 * @param ids the ids of the profiles that were stored, in the order of the input
 * @param created how many of them were new
 * @param withoutPage how many profiles came without a career page
 * @param refused the lines that were not stored
 */
record ImportResult(int lines, List<String> ids, int created, int withoutPage, List<RefusedLine> refused) {

    int replaced() {
        return ids.size() - created;
    }
}
