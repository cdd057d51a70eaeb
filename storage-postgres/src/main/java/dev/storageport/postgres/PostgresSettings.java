// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.postgres.internal.connection.SessionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds for a storage wherever its connections come from. Immutable; equal to others with equal settings. */
public final class PostgresSettings {

    private final String schema;
    private final Duration statementTimeout;
    private final int openAttempts;
    private final Duration openPause;
    private final int combiningLanes;
    private final PostgresDurability durability;
    private final Map<String, String> sessionSettings;

    private PostgresSettings(Builder builder) {
        schema = builder.schema;
        statementTimeout = builder.statementTimeout;
        openAttempts = builder.openAttempts;
        openPause = builder.openPause;
        combiningLanes = builder.combiningLanes;
        durability = builder.durability;
        sessionSettings = builder.sessionSettings;
    }

    /** Returns the settings that a builder has to begin with; what they are stands with each of its methods. */
    public static PostgresSettings defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the schema that holds everything of the storage. */
    public String schema() {
        return schema;
    }

    /** Returns how long one statement may run on the server, lock waits included. */
    public Duration statementTimeout() {
        return statementTimeout;
    }

    /** Returns how often opening is tried while the server cannot be reached. */
    public int openAttempts() {
        return openAttempts;
    }

    /** Returns how long opening waits between two attempts. */
    public Duration openPause() {
        return openPause;
    }

    /** Returns how many statements there may be at once for reads of single documents, and as many for writes. */
    public int combiningLanes() {
        return combiningLanes;
    }

    /** Returns what an acknowledged write survives. */
    public PostgresDurability durability() {
        return durability;
    }

    /** Returns what is set in each session beside what the library sets, in the order of the names; unmodifiable. */
    public Map<String, String> sessionSettings() {
        return sessionSettings;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PostgresSettings that
                && schema.equals(that.schema)
                && statementTimeout.equals(that.statementTimeout)
                && openAttempts == that.openAttempts
                && openPause.equals(that.openPause)
                && combiningLanes == that.combiningLanes
                && durability == that.durability
                && sessionSettings.equals(that.sessionSettings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                schema, statementTimeout, openAttempts, openPause, combiningLanes, durability, sessionSettings);
    }

    /** Returns the settings by name. */
    @Override
    public String toString() {
        return "PostgresSettings[schema=" + schema + ", statementTimeout=" + statementTimeout + ", openAttempts="
                + openAttempts + ", openPause=" + openPause + ", combiningLanes=" + combiningLanes
                + ", durability=" + durability.inUrl()
                + (sessionSettings.isEmpty() ? "" : ", sessionSettings=" + SessionTuning.render(sessionSettings)) + "]";
    }

    /** Returns what each connection needs of it. */
    SessionSettings session() {
        return new SessionSettings(
                schema, statementTimeout, openAttempts, openPause, durability.synchronousCommit(), sessionSettings);
    }

    /** Gathers settings; a bad value is refused at once, by the setting's name. Not for use by several threads. */
    public static final class Builder {

        private String schema = PostgresOptionSet.SCHEMA.byDefault();
        private Duration statementTimeout = PostgresOptionSet.STATEMENT_TIMEOUT.byDefault();
        private int openAttempts = PostgresOptionSet.OPEN_ATTEMPTS.byDefault();
        private Duration openPause = PostgresOptionSet.OPEN_PAUSE.byDefault();
        private int combiningLanes = PostgresOptionSet.COMBINING_LANES.byDefault();
        private PostgresDurability durability = PostgresOptionSet.DURABILITY.byDefault();
        private Map<String, String> sessionSettings = Map.of();

        private Builder() {}

        private Builder(PostgresSettings settings) {
            schema = settings.schema;
            statementTimeout = settings.statementTimeout;
            openAttempts = settings.openAttempts;
            openPause = settings.openPause;
            combiningLanes = settings.combiningLanes;
            durability = settings.durability;
            sessionSettings = settings.sessionSettings;
        }

        /**
         * Sets the schema that holds everything of the storage; {@code storageport} if not set. It is created if it is missing. Two
         * storages in two schemas do not see each other.
         *
         * @throws ConfigurationException if it is not a letter or underscore followed by letters, digits, underscores, dollar signs and
         *     hyphens, is longer than 63 bytes, or begins with {@code pg_}
         */
        public Builder schema(String name) {
            schema = PostgresOptionSet.SCHEMA.require(name);
            return this;
        }

        /**
         * Sets how long one statement may run on the server, lock waits included; 30 seconds if not set. The server counts whole
         * milliseconds.
         *
         * @throws ConfigurationException if it is not from one millisecond to one day
         */
        public Builder statementTimeout(Duration bound) {
            statementTimeout = Duration.ofMillis(
                    PostgresOptionSet.STATEMENT_TIMEOUT.require(bound).toMillis());
            return this;
        }

        /**
         * Sets how often opening is tried while the server cannot be reached; three times if not set. A refused user is never tried
         * again.
         *
         * @throws ConfigurationException if it is not from 1 to 1,000,000
         */
        public Builder openAttempts(int attempts) {
            openAttempts = PostgresOptionSet.OPEN_ATTEMPTS.require(attempts);
            return this;
        }

        /**
         * Sets how long opening waits between two attempts; two seconds if not set.
         *
         * @throws ConfigurationException if it is negative or longer than one day
         */
        public Builder openPause(Duration pause) {
            openPause = PostgresOptionSet.OPEN_PAUSE.require(pause);
            return this;
        }

        /**
         * Sets how many statements there may be at once for reads of single documents, and as many for writes; one for each processor if
         * not set. Operations that come while all are in use wait for the next one and share it, each with its own result; about as many
         * as the server and this process have processors do best. 0: each operation has a statement of its own.
         *
         * @throws ConfigurationException if it is not from 0 to 1000
         */
        public Builder combiningLanes(int lanes) {
            combiningLanes = PostgresOptionSet.COMBINING_LANES.require(lanes);
            return this;
        }

        /** Sets what an acknowledged write survives; {@link PostgresDurability#FULL} if not set. */
        public Builder durability(PostgresDurability what) {
            durability = Objects.requireNonNull(what, "durability");
            return this;
        }

        /**
         * Sets settings of each session, for instance {@code Map.of("jit", "off")}; none if not set. Replaces all that were set before. Only
         * such can be set as change how fast the server answers: {@code effective_io_concurrency}, {@code hash_mem_multiplier}, {@code
         * jit}, {@code jit_above_cost}, {@code maintenance_work_mem}, {@code max_parallel_maintenance_workers}, {@code
         * max_parallel_workers_per_gather}, {@code tcp_keepalives_count}, {@code tcp_keepalives_idle}, {@code tcp_keepalives_interval} and
         * {@code work_mem}. On connections of the application, and behind a pooler, each transaction sets them anew, which costs it something.
         *
         * @throws ConfigurationException if a name is none of these, or its value has not its form; a value that the server refuses is told
         *     when the storage is opened
         */
        public Builder sessionSettings(Map<String, String> settings) {
            sessionSettings = SessionTuning.require(settings);
            return this;
        }

        /** Returns the settings. */
        public PostgresSettings build() {
            return new PostgresSettings(this);
        }
    }
}
