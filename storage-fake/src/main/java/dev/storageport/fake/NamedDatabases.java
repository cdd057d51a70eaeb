// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The databases of this JVM that URLs name: {@code memory:NAME} is one database until the last of its ports is closed. */
final class NamedDatabases {

    private static final Map<String, Shared> BY_NAME = new HashMap<>();

    private static final class Shared {
        private final FakeDatabase database;
        private int users;

        private Shared(FakeDatabase database) {
            this.database = database;
        }
    }

    private NamedDatabases() {}

    static FakePort port(String name) {
        synchronized (BY_NAME) {
            Shared shared = BY_NAME.computeIfAbsent(name, first -> new Shared(new FakeDatabase()));
            shared.users++;
            return new FakePort(shared.database, () -> release(name, shared));
        }
    }

    /** Gives a database a name until that is closed; it may be closed more than once. */
    static DatabaseName name(FakeDatabase database, String name) {
        Shared shared = new Shared(database);
        shared.users = 1;
        synchronized (BY_NAME) {
            if (BY_NAME.putIfAbsent(name, shared) != null) {
                throw new IllegalStateException("there is a database memory:" + name + " already");
            }
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                release(name, shared);
            }
        };
    }

    private static void release(String name, Shared shared) {
        synchronized (BY_NAME) {
            shared.users--;
            if (shared.users == 0) {
                BY_NAME.remove(name);
            }
        }
    }
}
