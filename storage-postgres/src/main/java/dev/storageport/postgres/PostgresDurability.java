// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.Locale;

/**
 * What an acknowledged write survives. Whatever role, database or server have set, each session or transaction of a storage is given what is
 * chosen here. None of these damages the database or leaves half of a write; what they differ in is whether a write that was acknowledged
 * may be gone.
 *
 * <p>Each takes for granted that the server writes to its disk what it says it has written: with {@code fsync} or {@code full_page_writes}
 * off, a failure of the machine may lose or damage everything, which {@code health} warns of.
 */
public enum PostgresDurability {

    /**
     * {@code synchronous_commit=on}, or {@code remote_apply} where the server asks for it: the write is on the server's disk, and on that of
     * its synchronous standbys if it has any. Nothing acknowledged is lost when the server dies.
     */
    FULL("on"),

    /**
     * {@code synchronous_commit=local}: the write is on the server's disk, and no standby is waited for. Lost, if a standby takes over: what it
     * had not received by then.
     */
    LOCAL("local"),

    /**
     * {@code synchronous_commit=off}: the write is in the server's memory. Lost, when the server dies: the acknowledged writes of its last
     * moments, up to three times {@code wal_writer_delay}, which is 0.6 seconds unless set otherwise.
     */
    RELAXED("off");

    private final String synchronousCommit;

    PostgresDurability(String synchronousCommit) {
        this.synchronousCommit = synchronousCommit;
    }

    /** Returns the value of the server's setting. */
    String synchronousCommit() {
        return synchronousCommit;
    }

    /** Returns the name as URLs spell it. */
    String inUrl() {
        return name().toLowerCase(Locale.ROOT);
    }
}
