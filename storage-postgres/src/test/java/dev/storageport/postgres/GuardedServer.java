// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import dev.storageport.postgres.server.ServerTls;
import java.nio.file.Path;
import java.util.List;

/** A server of its own that encrypts, and lets in whom its entries say. */
final class GuardedServer implements AutoCloseable {

    private final PostgresServer server;
    private final Certificate own;

    private GuardedServer(PostgresServer server, Certificate own) {
        this.server = server;
        this.own = own;
    }

    /**
     * Starts the server.
     *
     * @param own its certificate
     * @param trusted the one that it takes for the signer of all others
     * @param entries the lines of {@code pg_hba.conf}
     * @param newest the newest version of TLS that it speaks; in 1.3 the caller's side of the handshake ends before the server has looked at
     *     a certificate
     */
    static GuardedServer start(Certificate own, Certificate trusted, List<String> entries, String newest) {
        return new GuardedServer(
                PostgresServer.start(PostgresServerOptions.defaults()
                        .withTls(ServerTls.of(own.pem(), own.key()).withClientSigners(trusted.pem()))
                        .withHostEntries(entries)
                        .withSetting("ssl_min_protocol_version", "TLSv1.1")
                        .withSetting("ssl_max_protocol_version", newest)),
                own);
    }

    void execute(String... statements) {
        TestDatabase.execute(server.address(), "postgres", statements);
    }

    PostgresServer server() {
        return server;
    }

    /** The file of the server's certificate. */
    Path certificate() {
        return own.pem();
    }

    /** Returns a storage URL; the user may come with a password. */
    String url(String user, String database) {
        return url(server.address().host(), user, database);
    }

    /** Returns a storage URL that names the server by another name of its. */
    String url(String host, String user, String database) {
        return "postgres://" + user + "@" + host + ":" + server.address().port() + "/" + database;
    }

    String jdbcUrl(String database) {
        return server.address().jdbcUrl(database);
    }

    @Override
    public void close() {
        server.close();
    }
}
