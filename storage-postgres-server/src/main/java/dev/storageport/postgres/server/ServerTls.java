// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server encrypts with. The files are in PEM and are copied when the server is started; they may have any owner and rights.
 *
 * @param certificate the server's certificate, followed by those of intermediate signers
 * @param key its key, in PKCS #8 and without a password
 * @param clientSigners the certificates that sign those of clients; empty if no client needs one
 */
public record ServerTls(Path certificate, Path key, Optional<Path> clientSigners) {

    /** Refuses null. */
    public ServerTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(clientSigners, "clientSigners");
    }

    /**
     * A server that asks no client for a certificate.
     *
     * @param certificate the server's certificate
     * @param key its key
     * @return what it encrypts with
     */
    public static ServerTls of(Path certificate, Path key) {
        return new ServerTls(certificate, key, Optional.empty());
    }

    /**
     * The same server, which can look at the certificates of clients; whom it asks for one, its entries say.
     *
     * @param signers the certificates that sign those of clients
     * @return what it encrypts with
     */
    public ServerTls withClientSigners(Path signers) {
        return new ServerTls(certificate, key, Optional.of(signers));
    }
}
