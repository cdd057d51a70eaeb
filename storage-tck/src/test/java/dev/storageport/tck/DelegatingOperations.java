// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.RecordOperations;
import java.util.function.Function;

/** Operations that hand everything on; broken ones override the one thing they do wrong. */
public class DelegatingOperations extends ForwardingOperations {

    final RecordOperations operations;

    public DelegatingOperations(RecordOperations operations) {
        this.operations = operations;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(operations);
    }
}
