// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.RecordOperations;
import java.util.function.Function;

/** The operations inside a transaction, each after a look at the script of faults. */
final class FaultyOperations extends ForwardingOperations {

    private final RecordOperations operations;
    private final Runnable before;

    FaultyOperations(RecordOperations operations, Runnable before) {
        this.operations = operations;
        this.before = before;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        before.run();
        return operation.apply(operations);
    }
}
