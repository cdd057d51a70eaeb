// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.rule.RuleResult;
import java.util.function.UnaryOperator;

/**
 * One of several ways in which a backend does the same thing: a write by itself, in a transaction, in a group with others. The contract
 * holds on each of them, and a fault on one that is rarely taken passes every test that takes another. So a contract is run once for each
 * path, by a class of its own whose harness takes it:
 *
 * <pre>{@code
 * class MyTransactionPathTest extends StorageContract {
 *     @Override
 *     protected StorageHarness harness() {
 *         return ExecutionPath.TRANSACTION.of(new MyHarness());
 *     }
 * }
 * }</pre>
 *
 * <p>{@link #DIRECT} and {@link #TRANSACTION} are paths of every backend. Others a backend forces by a harness of its own, which
 * {@linkplain StorageHarness#path names} them.
 *
 * @param name as the report shows it
 * @param around makes a port that takes the path of one that is free to choose
 */
public record ExecutionPath(String name, UnaryOperator<StoragePort> around) {

    /** Each operation as the application calls it. */
    public static final ExecutionPath DIRECT = new ExecutionPath(RuleResult.DIRECT, UnaryOperator.identity());

    /** Each single operation in a transaction of its own: one that reads and writes for those that write, a read-only one for others. */
    public static final ExecutionPath TRANSACTION = new ExecutionPath("in transactions", TransactionPathPort::new);

    /** Returns the harness with ports that take this path. */
    public StorageHarness of(StorageHarness harness) {
        return new ForwardingHarness(harness, around) {
            @Override
            public String path() {
                return name;
            }
        };
    }
}
