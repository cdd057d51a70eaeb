// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.port.Gate;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Snapshots for transactions, which may hold them for long: on all readers but one, which is left to those who only read. */
public final class Snapshots implements AutoCloseable {

    private final Readers readers;
    private final Gate gate;

    /**
     * Creates them.
     *
     * @param count how many may be held at a time
     */
    public Snapshots(Readers readers, int count, Duration longestWait) {
        this.readers = readers;
        gate = new Gate(count, longestWait);
    }

    /** Takes a snapshot, waiting for one of those that may be held. */
    Held hold(String place) {
        Held held = new Held(); // now: who is inside the gate must not fail any more, but for the snapshot
        gate.enter("a snapshot for a transaction");
        try {
            held.snapshot = readers.snapshot(place);
            return held;
        } catch (RuntimeException | Error failed) {
            gate.leave();
            throw failed;
        }
    }

    /** Sends away who waits; a snapshot that is held stays until it is given back. */
    @Override
    public void close() {
        gate.close();
    }

    /** A snapshot in the hands of one transaction. */
    final class Held implements AutoCloseable {

        private Readers.@Nullable Snapshot snapshot;

        private Held() {}

        DatabaseConnection connection() {
            return taken().connection();
        }

        private Readers.Snapshot taken() {
            return Objects.requireNonNull(snapshot, "handed out before it was taken");
        }

        /** Gives it back. Called once. */
        @Override
        public void close() {
            try {
                taken().close();
            } finally {
                gate.leave();
            }
        }
    }
}
