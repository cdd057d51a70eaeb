// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordOperations;

/** What looks on while an operation or a transaction runs. */
interface Watch {

    /** Looks at nothing, and costs nothing. */
    Watch NONE = new Watch() {
        @Override
        public void attempt(int number) {}

        @Override
        public RecordOperations counted(RecordOperations operations) {
            return operations;
        }

        @Override
        public void asked() {}
    };

    /** An attempt begins; what earlier ones did does not count any more. */
    void attempt(int number);

    /** Returns the operations of this attempt, of which this counts what they read and write. */
    RecordOperations counted(RecordOperations operations);

    /** The work of a transaction asks for an operation. */
    void asked();
}
