// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.util.concurrent.atomic.AtomicLong;

/** A database of the server that the JVM shares. */
final class PostgresPlace implements Place {

    private static final AtomicLong COUNT = new AtomicLong();

    private final PostgresAddress server = PostgresServer.shared();
    private final String name;
    private final TestDatabase database;

    PostgresPlace() {
        // With the process, because several may share the server of a build.
        name = "storage_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        server.createDatabase(name);
        database = new TestDatabase(TestBackend.POSTGRES, server.url(name), null);
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }
}
