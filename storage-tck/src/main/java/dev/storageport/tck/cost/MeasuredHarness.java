// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.cost;

import dev.storageport.tck.harness.StorageHarness;

/** A harness that counts the work of its database. */
public interface MeasuredHarness extends StorageHarness {

    /**
     * Returns how much the database has worked for this harness's ports until now, in a unit of its own that grows with each record, index
     * entry or page that is looked at, whether it is in the answer or not: steps of a virtual machine, rows and entries read, pages
     * fetched. Never a time. The kit asks when every port is closed, so figures that a session reports when it ends are soon enough;
     * what is still on its way is waited for here.
     */
    long work();
}
