// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One server that a storage works on, and the connections that lead there.
 *
 * @param host where it is, as the storage was told, for instance {@code db1.example:5432}; its own address where the connections are the
 *     application's
 * @param role whether it takes writes
 * @param pool the connections to it, where they are the storage's own
 * @param lag how far what can be read there is behind the primary, where that is known; empty for a primary
 */
public record ServerStatus(String host, Role role, Optional<PoolStatus> pool, Optional<Duration> lag) {

    /** What a server of a cluster does. */
    public enum Role {
        /** It takes the writes; there is one. */
        PRIMARY,
        /** It follows the primary, and can only be read. */
        STANDBY
    }

    /** Refuses null. */
    public ServerStatus {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(lag, "lag");
    }
}
