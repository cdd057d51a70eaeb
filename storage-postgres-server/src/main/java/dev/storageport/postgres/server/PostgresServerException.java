// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

/** The server could not be unpacked, started, stopped or asked; the message holds the end of the server's log. */
public final class PostgresServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresServerException(String message) {
        super(message);
    }

    PostgresServerException(String message, Throwable cause) {
        super(message, cause);
    }

    static PostgresServerException interrupted(String during, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new PostgresServerException("Interrupted while " + during, cause);
    }
}
