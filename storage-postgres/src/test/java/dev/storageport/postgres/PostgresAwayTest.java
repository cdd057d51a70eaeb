// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.internal.connection.ReconnectingSource;
import dev.storageport.postgres.internal.connection.SessionCheck;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that cannot be reached for a while; rule ERR-6. */
class PostgresAwayTest {

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final int server = PostgresServer.shared().port();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void connectionAskedForWhileTheServerIsAway_comesWhenItIsBack() throws Exception {
        CuttingProxy first = new CuttingProxy(server);
        PostgresOptions options = PostgresOptions.parse(first.url(database, "poolSize=4"));
        first.close();
        try (ReconnectingSource source = new ReconnectingSource(
                options.server(),
                false,
                new SessionCheck(options.server().session(), true, "here"),
                (connector, refusal) -> {})) {
            Future<Boolean> asked = threads.submit(() -> {
                try (Connection connection = source.getConnection()) {
                    return connection.isValid(30);
                }
            });
            WaitingCalls.await(() -> source.failure().isPresent());
            try (CuttingProxy second = new CuttingProxy(server, first.port())) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(asked.get(30, TimeUnit.SECONDS)).isTrue();
                assertThat(source.failure()).isEmpty();
            }
        }
    }

    @Test
    @Rule("ERR-6")
    void err6_serverAwayBeyondTheBound_tellsThatItCannotBeReached_andCloses() throws Exception {
        CuttingProxy proxy = new CuttingProxy(server);
        Storage storage = Storage.open(proxy.url(database, "poolSize=4&poolTimeout=500ms"), Tokens.SPEC);
        DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
        leave(proxy);
        assertThatThrownBy(() -> tokens.count()).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> tokens.count())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("cannot connect")
                .hasMessageContaining("check that the server runs");
        threads.submit(storage::close).get(30, TimeUnit.SECONDS);
    }

    private void leave(CuttingProxy proxy) throws IOException {
        proxy.close();
        database.terminateSessions();
    }
}
