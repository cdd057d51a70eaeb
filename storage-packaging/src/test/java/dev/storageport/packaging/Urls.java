// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.util.List;
import java.util.UUID;

/** A URL of each backend, and what the program says of one that works. */
record Urls(String postgres, String database) implements AutoCloseable {

    static final String MEMORY = "memory:program";
    static final String SQLITE = "sqlite:program.db";

    private static final List<String> CONTEXTS = List.of("own", "none", "platform", "system", "foreign");

    /** Returns URLs with a new database on the server of the build. */
    static Urls create() {
        String database = "packaging_" + UUID.randomUUID().toString().replace("-", "");
        PostgresAddress server = PostgresServer.shared();
        server.createDatabase(database);
        return new Urls(server.url(database), database);
    }

    List<String> all() {
        return List.of(MEMORY, SQLITE, postgres);
    }

    String of(Artifacts.Backend backend) {
        return switch (backend) {
            case FAKE -> MEMORY;
            case SQLITE -> SQLITE;
            case POSTGRES -> postgres;
        };
    }

    /** Asserts that each works in threads with each context class loader. */
    static void assertWork(List<String> said, String... schemes) {
        assertThat(said)
                .containsExactlyElementsOf(List.of(schemes).stream()
                        .flatMap(scheme -> CONTEXTS.stream().map(context -> scheme + ", " + context + ": works"))
                        .toList());
    }

    @Override
    public void close() {
        PostgresServer.shared().dropDatabase(database);
    }
}
