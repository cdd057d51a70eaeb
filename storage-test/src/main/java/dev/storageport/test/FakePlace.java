// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.fake.DatabaseName;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A database in memory that has a name, so that a URL leads to it. */
final class FakePlace implements Place {

    private static final AtomicLong COUNT = new AtomicLong();

    private final TestDatabase database;
    private final DatabaseName name;

    FakePlace(@Nullable ManualClock clock) {
        String text = "storage-test-" + COUNT.incrementAndGet();
        FakeDatabase fake = clock == null ? new FakeDatabase() : new FakeDatabase(clock);
        name = FakeStorage.name(fake, text);
        database = new TestDatabase(TestBackend.FAKE, "memory:" + text, fake);
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        name.close();
    }
}
