// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
     */
    static GuardedServer start(Certificate own, Certificate trusted, List<String> entries) throws IOException {
        GuardedServer guarded = new GuardedServer(PostgresServer.start(), own);
        try {
            guarded.write("server.crt", Files.readString(own.pem()));
            guarded.write("server.key", own.key());
            guarded.write("root.crt", Files.readString(trusted.pem()));
            guarded.write("pg_hba.conf", String.join("\n", entries));
            guarded.execute("ALTER SYSTEM SET ssl = on");
            // In 1.3 the caller's side of the handshake ends before the server has looked at a certificate.
            guarded.execute("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.2'");
            guarded.execute("ALTER SYSTEM SET ssl_ca_file = 'root.crt'");
            guarded.server.restart();
            return guarded;
        } catch (RuntimeException | Error failure) {
            guarded.close();
            throw failure;
        }
    }

    /** Has the server write a file of its data folder, so that it is the server's own and nobody else's. */
    private void write(String file, String text) {
        execute("COPY (SELECT regexp_split_to_table($text$" + text + "$text$, '\\n')) TO PROGRAM 'umask 077; cat > "
                + file + "'");
    }

    void execute(String sql) {
        PostgresAddress address = server.address();
        try (Connection connection = address.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** The file of the server's certificate. */
    Path certificate() {
        return own.pem();
    }

    /** Returns a storage URL; the user may come with a password. */
    String url(String user, String database) {
        PostgresAddress address = server.address();
        return "postgres://" + user + "@" + address.host() + ":" + address.port() + "/" + database;
    }

    String jdbcUrl(String database) {
        return server.address().jdbcUrl(database);
    }

    @Override
    public void close() {
        server.close();
    }
}
