// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.postgres.internal.connection.Errors;
import java.sql.SQLException;

/** Tells that a statement gave up waiting for a lock, as it or its session was told to. */
final class LockTimeouts {

    static final String STATE = "55P03";

    private LockTimeouts() {}

    static boolean is(StorageException failure) {
        return failure instanceof StorageTimeoutException
                && failure.getCause() instanceof SQLException error
                && Errors.state(error).equals(STATE);
    }
}
