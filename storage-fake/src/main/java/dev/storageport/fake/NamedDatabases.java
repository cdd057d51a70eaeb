// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import java.util.HashMap;
import java.util.Map;

/** The databases of this JVM that URLs name: {@code memory:NAME} is one database until the last of its ports is closed. */
final class NamedDatabases {

    private static final Map<String, Shared> BY_NAME = new HashMap<>();

    private static final class Shared {
        private final FakeDatabase database = new FakeDatabase();
        private int ports;
    }

    private NamedDatabases() {}

    static FakePort port(String name) {
        synchronized (BY_NAME) {
            Shared shared = BY_NAME.computeIfAbsent(name, first -> new Shared());
            shared.ports++;
            return new FakePort(shared.database, () -> release(name, shared));
        }
    }

    private static void release(String name, Shared shared) {
        synchronized (BY_NAME) {
            shared.ports--;
            if (shared.ports == 0) {
                BY_NAME.remove(name);
            }
        }
    }
}
