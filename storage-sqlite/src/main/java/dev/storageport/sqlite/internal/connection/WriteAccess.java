// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.util.function.Function;

/** The connection that writes, for who needs it for more than data. */
public interface WriteAccess {

    /** Runs the work on the connection, in no transaction. */
    <R> R use(String place, Function<DatabaseConnection, R> work);

    /** Runs the work in a transaction: committed when it returns, rolled back when it throws. */
    <R> R transact(String place, Function<DatabaseConnection, R> work);
}
