// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The standbys of a primary at one moment, as the primary sees them. What an operator has not allowed the storage's user to see is empty.
 *
 * @param standbys how many follow it now
 * @param synchronous how many of them a durable write waits for, or may be confirmed by
 * @param lag how long the last writes took until the slowest could be read there; empty also when nothing was written lately
 * @param lagBytes how much of the log the slowest has yet to apply
 */
public record ReplicationStatus(int standbys, OptionalInt synchronous, Optional<Duration> lag, OptionalLong lagBytes) {

    /** Refuses null. */
    public ReplicationStatus {
        Objects.requireNonNull(synchronous, "synchronous");
        Objects.requireNonNull(lag, "lag");
        Objects.requireNonNull(lagBytes, "lagBytes");
    }
}
