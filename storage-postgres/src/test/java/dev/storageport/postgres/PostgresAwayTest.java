// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that cannot be reached for a while; rule ERR-6. */
class PostgresAwayTest {

    private static final Duration AWAY = Duration.ofSeconds(3);

    /** The pool's own pauses have grown to two seconds and more by then. */
    private static final Duration SOON = Duration.ofMillis(1500);

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final int server = PostgresServer.shared().port();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void err6_serverAwayForSeconds_servesWhoWaitsAsSoonAsItIsBack() throws Exception {
        CuttingProxy first = new CuttingProxy(server);
        try (Storage storage = Storage.open(first.url(database, "poolSize=4"), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            leave(first);
            Future<?> waiting = threads.submit(() -> WaitingCalls.await(() -> canRead(tokens)));
            TimeUnit.NANOSECONDS.sleep(AWAY.toNanos());
            long start = System.nanoTime();
            try (CuttingProxy second = new CuttingProxy(server, first.port())) {
                assertThat(second.port()).isEqualTo(first.port());
                waiting.get(30, TimeUnit.SECONDS);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            }
        }
    }

    private static boolean canRead(DocumentCollection<Tokens> tokens) {
        try {
            return tokens.get("here").isPresent();
        } catch (StorageUnavailableException lost) {
            return false; // the connection was lost; the next one is waited for
        }
    }

    @Test
    void err6_serverAwayBeyondTheBound_tellsThatItCannotBeReached_andClosesAtOnce() throws Exception {
        CuttingProxy proxy = new CuttingProxy(server);
        Storage storage = Storage.open(proxy.url(database, "poolSize=4&poolTimeout=500ms"), Tokens.SPEC);
        DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
        leave(proxy);
        assertThatThrownBy(() -> tokens.count()).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> tokens.count())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("cannot connect")
                .hasMessageContaining("check that the server runs");
        long start = System.nanoTime();
        storage.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private void leave(CuttingProxy proxy) throws IOException {
        proxy.close();
        database.terminateSessions();
    }
}
