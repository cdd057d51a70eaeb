// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A primary that is made a standby behind an open storage: it must not be read, because it may be behind the new primary for ever. */
class PostgresStandbyTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final PostgresServer server = PostgresServer.start();
    private final PostgresAddress address = server.address();

    @AfterEach
    void stop() {
        server.close();
    }

    private String url(String parameters) {
        return address.url("postgres") + "?poolSize=8&openAttempts=1&outageTimeout=100ms" + parameters;
    }

    private Storage overDataSource() {
        return PostgresStorage.open(
                TestDatabase.source(address, "postgres", address.user(), address.password()), Tokens.SPEC);
    }

    @Test
    @Rule("LIFE-15")
    void life15_demotedServer_isNeitherReadNorWritten() {
        assertNotServedByAStandby(() -> Storage.open(url(""), Tokens.SPEC));
        promote();
        assertNotServedByAStandby(() -> Storage.open(url("&pooler=transaction"), Tokens.SPEC));
        promote();
        assertNotServedByAStandby(this::overDataSource);
    }

    private void assertNotServedByAStandby(Supplier<Storage> opening) {
        try (Storage storage = opening.get()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            assertThat(tokens.get("here")).isPresent();
            server.demote();
            for (int i = 0; i < 2; i++) {
                assertUnavailable(() -> tokens.get("here"));
                assertUnavailable(() -> tokens.getAll(List.of("here", "there")));
                assertUnavailable(tokens::count);
                assertUnavailable(() -> {
                    try (Stream<?> all = tokens.stream()) {
                        all.forEach(stored -> assertThat(stored).isNull());
                    }
                });
                assertUnavailable(() -> tokens.put("here", Tokens.of("changed")));
                assertUnavailable(() -> storage.transact(transaction -> "nothing"));
            }
            Health health = storage.health(BOUND);
            assertThat(health.live()).as(health.message()).isFalse();
            assertThat(health.message()).contains("standby");
            assertThatThrownBy(() -> Storage.open(url(""), Tokens.SPEC))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("standby");
            promote();
            assertThat(tokens.get("here").orElseThrow().value()).isEqualTo(Tokens.of());
            tokens.put("here", Tokens.of("after"));
            assertThat(storage.health(BOUND).ready()).isTrue();
        }
    }

    private static void assertUnavailable(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(StorageUnavailableException.class)
                .satisfies(failure -> assertThat(((StorageException) failure).outcomeUnknown())
                        .as(failure.getMessage())
                        .isFalse());
    }

    private void promote() {
        TestDatabase.execute(address, "postgres", "SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote() END");
    }
}
