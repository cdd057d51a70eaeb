// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a health check found; a value, so a monitor never has to catch anything.
 *
 * <p>Two answers are told apart. A storage that is not {@code live} needs somebody: the database is gone, is another one, or lacks what the
 * storage needs, or something in the storage is stuck. One that is live but not {@code ready} is only busy: callers wait for their turn,
 * and restarting anything would make that worse.
 *
 * @param live whether the database answered within the bound, is the one that was opened, and holds what the storage needs
 * @param ready whether the storage is live and a caller would be served now without waiting for others
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param message one line for people: where the data is and how well, or what is wrong; never a password
 * @param latency how long the check took
 * @param version product and version of the database, where it answered, for instance {@code SQLite 3.54.1}
 * @param pool the connections of this storage, where the backend has any
 * @param isolation the isolation that a single statement really runs at, as the database names it, where it was found out
 * @param durability what an acknowledged write survives, as the database names it, where it was found out
 * @param encryption how what is sent is encrypted, as the database's server sees it: version and cipher, for instance {@code TLSv1.3,
 *     TLS_AES_256_GCM_SHA384}, or {@code none}; empty where nothing is sent, or it was not found out
 * @param log the database's log of writes, where this storage keeps it in bounds
 * @param servers the servers that the storage works on, the primary first, each with its connections; empty where there is no server, or
 *     none was found
 * @param replication the standbys of the primary, where the backend has any to count
 * @param warnings what does not stop the storage and weakens a promise of it, each a sentence; empty if all is well
 */
public record Health(
        boolean live,
        boolean ready,
        String backend,
        String message,
        Duration latency,
        Optional<String> version,
        Optional<PoolStatus> pool,
        Optional<String> isolation,
        Optional<String> durability,
        Optional<String> encryption,
        Optional<LogStatus> log,
        List<ServerStatus> servers,
        Optional<ReplicationStatus> replication,
        List<String> warnings) {

    /** Copies servers and warnings. Who is not live is not ready. */
    public Health {
        servers = List.copyOf(servers);
        warnings = List.copyOf(warnings);
        ready &= live;
    }

    /**
     * Begins a finding: live and ready, until something else is said.
     *
     * @param backend the backend's name
     */
    public static Builder builder(String backend) {
        return new Builder(backend);
    }

    /**
     * Returns the finding that the storage is not live.
     *
     * @param backend the backend's name
     * @param message what is wrong; never a password
     * @param latency how long the check took
     */
    public static Health down(String backend, String message, Duration latency) {
        return builder(backend).down(message).latency(latency).build();
    }

    /** Returns {@link #live()}: whether nobody needs to do anything. */
    public boolean ok() {
        return live;
    }

    /** Gathers a finding. Not for use by several threads. */
    public static final class Builder {

        private final String backend;
        private boolean live = true;
        private boolean ready = true;
        private String message = "ok";
        private Duration latency = Duration.ZERO;
        private @Nullable String version;
        private @Nullable PoolStatus pool;
        private @Nullable String isolation;
        private @Nullable String durability;
        private @Nullable String encryption;
        private @Nullable LogStatus log;
        private List<ServerStatus> servers = List.of();
        private @Nullable ReplicationStatus replication;
        private List<String> warnings = List.of();

        private Builder(String backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /** Sets what is said of a storage that is live. */
        public Builder message(String text) {
            message = Objects.requireNonNull(text, "message");
            return this;
        }

        /** Says that the storage is not live, and why. */
        public Builder down(String why) {
            live = false;
            return message(why);
        }

        /** Says that the storage is busy, and with what. */
        public Builder busy(String why) {
            ready = false;
            return message(why);
        }

        /** Sets how long the check took; nothing if not set. */
        public Builder latency(Duration duration) {
            latency = Objects.requireNonNull(duration, "latency");
            return this;
        }

        /** Sets product and version of the database. */
        public Builder version(String text) {
            version = Objects.requireNonNull(text, "version");
            return this;
        }

        /** Sets the connections, if there are any to count. */
        public Builder pool(Optional<PoolStatus> status) {
            pool = status.orElse(null);
            return this;
        }

        /** Sets the isolation that a single statement really runs at. */
        public Builder isolation(String text) {
            isolation = Objects.requireNonNull(text, "isolation");
            return this;
        }

        /** Sets what an acknowledged write survives. */
        public Builder durability(String text) {
            durability = Objects.requireNonNull(text, "durability");
            return this;
        }

        /** Sets how what is sent is encrypted: version and cipher, or {@code none}. */
        public Builder encryption(String text) {
            encryption = Objects.requireNonNull(text, "encryption");
            return this;
        }

        /** Sets the state of the database's log. */
        public Builder log(LogStatus status) {
            log = Objects.requireNonNull(status, "log");
            return this;
        }

        /** Sets the servers, the primary first. */
        public Builder servers(List<ServerStatus> found) {
            servers = List.copyOf(found);
            return this;
        }

        /** Sets the standbys of the primary. */
        public Builder replication(ReplicationStatus status) {
            replication = Objects.requireNonNull(status, "replication");
            return this;
        }

        /** Sets what weakens a promise. */
        public Builder warnings(List<String> sentences) {
            warnings = List.copyOf(sentences);
            return this;
        }

        /** Returns the finding. */
        public Health build() {
            return new Health(
                    live,
                    ready,
                    backend,
                    message,
                    latency,
                    Optional.ofNullable(version),
                    Optional.ofNullable(pool),
                    Optional.ofNullable(isolation),
                    Optional.ofNullable(durability),
                    Optional.ofNullable(encryption),
                    Optional.ofNullable(log),
                    servers,
                    Optional.ofNullable(replication),
                    warnings);
        }
    }
}
