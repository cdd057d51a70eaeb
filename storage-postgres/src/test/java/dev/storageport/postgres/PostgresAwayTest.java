// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.Storage;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.connection.ConnectErrors;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.connection.ReconnectingSource;
import dev.storageport.postgres.internal.connection.SessionCheck;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                new Hosts(options.hosts(), ConnectErrors.FINDINGS),
                new SessionCheck(options.server().session(), true, false, "here"),
                (connector, refusal) -> {},
                new PortEvents("PostgreSQL"))) {
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

    @Test
    @Rule("LIFE-17")
    void life17_serverThatRefuses_isWaitedForBriefly_andHealthSaysWhere() throws Exception {
        CuttingProxy first = new CuttingProxy(server);
        try (Storage storage =
                Storage.open(first.url(database, "poolSize=8&poolTimeout=10m&outageTimeout=300ms"), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            leave(first);
            // Far below the time that callers wait for the pool; a lost connection is told once.
            for (int i = 0; i < 8; i++) {
                Future<?> call = threads.submit(() -> tokens.get("here"));
                assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(StorageUnavailableException.class);
            }
            Health away = storage.health(Duration.ofSeconds(5));
            assertThat(away.live()).isFalse();
            assertThat(away.message()).contains("127.0.0.1:" + first.port(), database.name());
            assertThat(away.pool().orElseThrow().capacity()).isEqualTo(8);
            assertThat(away.latency()).isLessThan(Duration.ofSeconds(5));
            try (CuttingProxy second = new CuttingProxy(server, first.port())) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(tokens.get("here")).isPresent();
                tokens.put("here", Tokens.of("again"));
                assertThat(storage.health(Duration.ofSeconds(30)).ready()).isTrue();
            }
        }
    }

    @Test
    @Rule("LIFE-17")
    void life17_silentServer_leavesHealthWithinItsBound() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server);
                Storage storage = Storage.open(proxy.url(database, "poolSize=2"), Tokens.SPEC);
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(storage.health(Duration.ofSeconds(30)).ready()).isTrue();
            PostgresOptions options = PostgresOptions.builder("127.0.0.1", "nobody")
                    .port(silent.getLocalPort())
                    .build();
            Pool pool = new Pool(options.server(), duration -> {});
            assertThatThrownBy(() -> pool.forHealth(Duration.ofMillis(200)))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:" + silent.getLocalPort())
                    .hasMessageContaining("PT0.2S");
        }
    }

    @Test
    void connectionsThatTheServerHasEnded_failNobody() {
        try (Storage storage = Storage.open(database.url("poolSize=8"), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            for (int round = 0; round < 5; round++) {
                try (Stream<?> one = tokens.stream();
                        Stream<?> two = tokens.stream();
                        Stream<?> three = tokens.stream()) {
                    assertThat(Stream.of(one, two, three).map(Stream::iterator)).hasSize(3);
                }
                tokens.put("key", Tokens.of());
                database.terminateSessions();
                for (int i = 0; i < 6; i++) {
                    tokens.put("key", Tokens.of("round " + round));
                    assertThat(tokens.get("key")).isPresent();
                }
            }
        }
    }

    /** The pool learns from its first session what all of them are like, and must not learn it from one that has ended. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction"})
    void firstSessionOfThePool_brokenAtAnyMessage_isFollowedByAnother(String pooler) throws Exception {
        boolean cut = true;
        for (int message = 0; cut; message++) {
            try (CuttingProxy proxy = new CuttingProxy(server)) {
                String url = proxy.url(database, "poolSize=2&poolTimeout=5s&outageTimeout=5s" + pooler);
                Pool pool = new Pool(PostgresOptions.parse(url).server(), duration -> {});
                pool.open();
                proxy.cut(CuttingProxy.Side.CLIENT, 2 * message);
                try (Connection connection = pool.take()) {
                    cut = proxy.hasCut();
                    assertThat(connection.isValid(30)).isTrue();
                } finally {
                    pool.close();
                }
            }
        }
    }

    @Test
    @Rule("LIFE-5")
    void life5_busyStorage_isLiveAndNotReady() {
        try (Storage storage = Storage.open(database.url("poolSize=2&poolTimeout=10m"), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            try (Stream<?> one = tokens.stream();
                    Stream<?> two = tokens.stream()) {
                assertThat(Stream.of(one, two).map(Stream::iterator)).hasSize(2);
                Health busy = storage.health(Duration.ofSeconds(30));
                assertThat(busy.live()).as(busy.message()).isTrue();
                assertThat(busy.ready()).as(busy.message()).isFalse();
                assertThat(busy.message()).contains("pool of 2, 2 in use");
            }
            assertThat(storage.health(Duration.ofSeconds(30)).ready()).isTrue();
        }
    }

    private void leave(CuttingProxy proxy) throws IOException {
        proxy.close();
        database.terminateSessions();
    }
}
