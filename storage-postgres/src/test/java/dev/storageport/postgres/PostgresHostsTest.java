// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConfigurationException;
import dev.storageport.DatabaseReplacedException;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are named together and are none of one cluster. */
class PostgresHostsTest {

    private static final String PARAMETERS = "poolSize=4&openAttempts=1&outageTimeout=100ms&connectTimeout=5s";
    private static final String ENTRY = "host all postgres 127.0.0.1/32 trust";

    private final PostgresServer ours = start();
    private final PostgresServer stranger = start();

    /** Both let the superuser in without a password, which is another for each of them. */
    private static PostgresServer start() {
        PostgresServer server =
                PostgresServer.start(PostgresServerOptions.defaults().withHostEntries(List.of(ENTRY)));
        server.address().createDatabase(FailoverCluster.DATABASE);
        return server;
    }

    @AfterEach
    void stop() {
        try (ours;
                stranger) {
            // Both end, whatever becomes of one.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction"})
    @Rule("LIFE-23")
    void life23_serverOfAnotherCluster_isRefusedAtOpening(String parameters) {
        String url = FailoverCluster.url(PARAMETERS + parameters, ours, stranger);
        assertThatThrownBy(() -> Storage.open(url, Tokens.SPEC))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("several clusters")
                .hasMessageContaining(stranger.address().toString())
                .hasMessageContaining(ours.address().toString());
    }

    @Test
    @Rule("LIFE-23")
    void life23_serverOfAnotherClusterThatComesLater_isNeitherReadNorWritten() {
        stranger.stopFast();
        try (Storage storage = Storage.open(FailoverCluster.url(PARAMETERS, ours, stranger), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            stranger.restart();
            ours.kill();
            assertThatThrownBy(() -> untilTold(() -> tokens.put("lost", Tokens.of())))
                    .isInstanceOf(DatabaseReplacedException.class);
            assertThatThrownBy(() -> TestDatabase.execute(
                            stranger.address(), FailoverCluster.DATABASE, "SELECT 1 FROM storageport.tokens"))
                    .hasMessageContaining("does not exist");
            ours.restart();
            WaitingCalls.await(() -> {
                try {
                    tokens.put("again", Tokens.of());
                    return true;
                } catch (StorageUnavailableException | DatabaseReplacedException notYet) {
                    return false;
                }
            });
        }
    }

    /** The session that was there is told of first, as lost. */
    private static void untilTold(Runnable write) {
        for (int i = 0; i < 5; i++) {
            try {
                write.run();
            } catch (StorageUnavailableException lost) {
                assertThat(lost).hasMessageContaining("connection");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostRecheckSeconds=1", "loadBalanceHosts=true"})
    void choiceOfHosts_byTheDriver_isRefused(String parameter) {
        assertThatThrownBy(() -> PostgresOptions.parse("postgres://u:p@a,b/d?" + parameter))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(parameter.substring(0, parameter.indexOf('=')))
                .hasMessageContaining("no effect");
    }
}
