// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.fake.FakeDatabase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database of a test, or of a class of tests. It is removed after that. Any number of threads may use it. */
public final class TestDatabase {

    private final TestBackend backend;
    private final String url;
    private final @Nullable FakeDatabase fake;

    TestDatabase(TestBackend backend, String url, @Nullable FakeDatabase fake) {
        this.backend = backend;
        this.url = url;
        this.fake = fake;
    }

    /** Returns what the database is. */
    public TestBackend backend() {
        return backend;
    }

    /** Returns the URL, with the password if there is one, for an application that opens its storage itself. */
    public String url() {
        return url;
    }

    /** Returns the database in memory, whose faults a test may script; empty on another backend. */
    public Optional<FakeDatabase> fake() {
        return Optional.ofNullable(fake);
    }

    /** Returns the backend, not the URL. */
    @Override
    public String toString() {
        return "test database on " + backend;
    }
}
