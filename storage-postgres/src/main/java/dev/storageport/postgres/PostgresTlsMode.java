// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.Locale;

/** Whether a connection is encrypted, and what the server has to prove, from nothing to everything. */
public enum PostgresTlsMode {
    /** Not encrypted. */
    DISABLE,
    /** Not encrypted unless the server insists. */
    ALLOW,
    /** Encrypted if the server can, else not: no protection from anybody who can change what is sent. The default. */
    PREFER,
    /** Encrypted, with whoever answers: protects from those who listen, not from those who pretend to be the server. */
    REQUIRE,
    /** Encrypted, with a server whose certificate a trusted one has signed, whatever its name is. */
    VERIFY_CA,
    /** Encrypted, with a server whose certificate a trusted one has signed for the host name or address that is connected to. */
    VERIFY_FULL;

    /** Returns the value of the parameter {@code sslmode}. */
    String inUrl() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean verifies() {
        return compareTo(VERIFY_CA) >= 0;
    }
}
