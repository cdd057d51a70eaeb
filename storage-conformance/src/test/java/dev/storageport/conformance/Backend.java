// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.postgres.server.PostgresServer;
import java.util.UUID;

/** The backends, each with a way to get an empty database. */
public enum Backend {
    /** In memory. */
    MEMORY {
        @Override
        public TestDatabase empty() {
            return new MemoryDatabase();
        }
    },
    /** A SQLite file. */
    SQLITE {
        @Override
        public TestDatabase empty() {
            return SqliteFile.create();
        }
    },
    /** A database of the PostgreSQL server that all tests share. */
    POSTGRES {
        @Override
        public TestDatabase empty() {
            return PostgresDatabase.create(PostgresServer.shared(), "conformance-" + UUID.randomUUID());
        }
    },
    /** A database of that server whose default collation is a language's, not that of code points. */
    POSTGRES_ICU {
        @Override
        public TestDatabase empty() {
            return PostgresDatabase.createWithIcu(PostgresServer.shared(), "conformance-" + UUID.randomUUID());
        }
    };

    /** Returns a database that exists and holds nothing; the caller closes it. */
    public abstract TestDatabase empty();
}
