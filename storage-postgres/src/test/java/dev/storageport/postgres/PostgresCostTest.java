// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.tck.cost.CostContract;
import dev.storageport.tck.cost.MeasuredHarness;

/** What questions cost in rows and index entries that the server reads. */
final class PostgresCostTest extends CostContract {

    @Override
    protected MeasuredHarness measured() {
        return new PostgresHarness("");
    }
}
