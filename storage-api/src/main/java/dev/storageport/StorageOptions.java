// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a storage does the same way on each backend. Immutable; equal to others with equal options. */
public final class StorageOptions {

    private final InstantSource clock;
    private final ObjectMapper mapper;
    private final ConflictRetry conflictRetry;
    private final Duration closeGrace;
    private final SchemaMode schemaMode;
    private final IndexBuildMode indexBuildMode;
    private final List<StorageListener> listeners;
    private final Duration slowOperationThreshold;
    private final PageTokenKey pageTokenKey;
    private final Duration outageRetry;
    private final boolean leakDetection;
    private final ReadPreference readPreference;
    private final Duration standbyWait;

    private StorageOptions(Builder builder) {
        clock = builder.clock;
        mapper = builder.mapper;
        conflictRetry = builder.conflictRetry;
        closeGrace = builder.closeGrace;
        schemaMode = builder.schemaMode;
        indexBuildMode = builder.indexBuildMode;
        listeners = List.copyOf(builder.listeners);
        slowOperationThreshold = builder.slowOperationThreshold;
        pageTokenKey = builder.pageTokenKey;
        outageRetry = builder.outageRetry;
        leakDetection = builder.leakDetection;
        readPreference = builder.readPreference;
        standbyWait = builder.standbyWait;
    }

    /** Returns the options that a builder has to begin with; what they are stands with each of its methods. */
    public static StorageOptions defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns a new mapper as the library uses it by default: records by their components, {@code java.time} as ISO-8601 text,
     * {@code Optional}. A value of a type of the JDK comes back equal or is refused when it is put; {@code docs/values.md} lists the types.
     * A member that the Java type does not know is refused when it is read, because it would be lost at the next write.
     *
     * @throws ConfigurationException if a library is older than what this one works with
     */
    public static ObjectMapper defaultMapper() {
        Libraries.require(); // before what older ones lack
        return JsonMapper.builder()
                .accessorNaming(new RecordAccessors())
                .addModule(new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID))
                .addModule(new Jdk8Module())
                .addModule(new ExactTypes())
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }

    /** Returns the source of every timestamp and age. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns what maps documents to JSON. */
    public ObjectMapper mapper() {
        return mapper;
    }

    /** Returns how often conflicting work is repeated. */
    public ConflictRetry conflictRetry() {
        return conflictRetry;
    }

    /** Returns how long {@link Storage#close()} waits for operations under way. */
    public Duration closeGrace() {
        return closeGrace;
    }

    /** Returns what opening may do to the database's schema. */
    public SchemaMode schemaMode() {
        return schemaMode;
    }

    /** Returns when documents written by other versions of a program are brought into indexes. */
    public IndexBuildMode indexBuildMode() {
        return indexBuildMode;
    }

    /** Returns who is told what the storage does, in the order in which they are. */
    public List<StorageListener> listeners() {
        return listeners;
    }

    /** Returns from what duration on operations and transactions are logged as slow; zero for never. */
    public Duration slowOperationThreshold() {
        return slowOperationThreshold;
    }

    /** Returns what signs the tokens of pages. */
    public PageTokenKey pageTokenKey() {
        return pageTokenKey;
    }

    /** Returns for how long work is repeated while the database is away; zero for never. */
    public Duration outageRetry() {
        return outageRetry;
    }

    /** Returns whether streams remember where they were opened. */
    public boolean leakDetection() {
        return leakDetection;
    }

    /** Returns where the reads of the storage's collections go that are no part of a transaction. */
    public ReadPreference readPreference() {
        return readPreference;
    }

    /** Returns how long a read waits for a standby to be far enough. */
    public Duration standbyWait() {
        return standbyWait;
    }

    /** Returns what is set, by the names of the options and as text, but for what says nothing or is a secret. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("schemaMode", schemaMode.toString());
        settings.put("indexBuildMode", indexBuildMode.toString());
        settings.put("conflictRetry", conflictRetry.attempts() + " within " + conflictRetry.atMost());
        settings.put("outageRetry", outageRetry.toString());
        settings.put("closeGrace", closeGrace.toString());
        settings.put("slowOperationThreshold", slowOperationThreshold.toString());
        settings.put("readPreference", readPreference.toString());
        settings.put("standbyWait", standbyWait.toString());
        return settings;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StorageOptions that
                && clock.equals(that.clock)
                && mapper.equals(that.mapper)
                && conflictRetry.equals(that.conflictRetry)
                && closeGrace.equals(that.closeGrace)
                && schemaMode.equals(that.schemaMode)
                && indexBuildMode.equals(that.indexBuildMode)
                && listeners.equals(that.listeners)
                && slowOperationThreshold.equals(that.slowOperationThreshold)
                && pageTokenKey.equals(that.pageTokenKey)
                && outageRetry.equals(that.outageRetry)
                && leakDetection == that.leakDetection
                && readPreference == that.readPreference
                && standbyWait.equals(that.standbyWait);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                clock,
                mapper,
                conflictRetry,
                closeGrace,
                schemaMode,
                indexBuildMode,
                listeners,
                slowOperationThreshold,
                pageTokenKey,
                outageRetry,
                leakDetection,
                readPreference,
                standbyWait);
    }

    /** Returns the options by name, but for mapper, listeners and the key of page tokens, which say nothing or are a secret. */
    @Override
    public String toString() {
        return "StorageOptions[clock=" + clock + ", conflictRetry=" + conflictRetry + ", closeGrace=" + closeGrace
                + ", schemaMode=" + schemaMode + ", indexBuildMode=" + indexBuildMode + ", outageRetry=" + outageRetry
                + ", leakDetection=" + leakDetection + ", slowOperationThreshold=" + slowOperationThreshold
                + ", readPreference=" + readPreference + ", standbyWait=" + standbyWait + "]";
    }

    /** Gathers options. Not for use by several threads. */
    public static final class Builder {

        private InstantSource clock = InstantSource.system();
        private ObjectMapper mapper = defaultMapper();
        private ConflictRetry conflictRetry = ConflictRetry.defaults();
        private Duration closeGrace = StorageOptionSet.CLOSE_GRACE.byDefault();
        private SchemaMode schemaMode = StorageOptionSet.SCHEMA_MODE.byDefault();
        private IndexBuildMode indexBuildMode = StorageOptionSet.INDEX_BUILD_MODE.byDefault();
        private List<StorageListener> listeners = new ArrayList<>();
        private Duration slowOperationThreshold = StorageOptionSet.SLOW_OPERATION_THRESHOLD.byDefault();
        private PageTokenKey pageTokenKey = PageTokenKey.wellKnown();
        private Duration outageRetry = StorageOptionSet.OUTAGE_RETRY.byDefault();
        private boolean leakDetection = StorageOptionSet.LEAK_DETECTION.byDefault();
        private ReadPreference readPreference = StorageOptionSet.READ_PREFERENCE.byDefault();
        private Duration standbyWait = StorageOptionSet.STANDBY_WAIT.byDefault();

        private Builder() {}

        private Builder(StorageOptions options) {
            clock = options.clock;
            mapper = options.mapper;
            conflictRetry = options.conflictRetry;
            closeGrace = options.closeGrace;
            schemaMode = options.schemaMode;
            indexBuildMode = options.indexBuildMode;
            listeners = new ArrayList<>(options.listeners);
            slowOperationThreshold = options.slowOperationThreshold;
            pageTokenKey = options.pageTokenKey;
            outageRetry = options.outageRetry;
            leakDetection = options.leakDetection;
            readPreference = options.readPreference;
            standbyWait = options.standbyWait;
        }

        /** Sets the source of every timestamp and age; the system clock if not set. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** Sets what maps documents to JSON; {@link StorageOptions#defaultMapper()} if not set. The storage does not change it, and nobody is to reconfigure it any more. */
        public Builder mapper(ObjectMapper newMapper) {
            mapper = Objects.requireNonNull(newMapper, "mapper");
            return this;
        }

        /** Sets how often conflicting work is repeated; {@link ConflictRetry#defaults()} if not set. */
        public Builder conflictRetry(ConflictRetry bound) {
            conflictRetry = Objects.requireNonNull(bound, "conflictRetry");
            return this;
        }

        /** Sets for how long conflicting work is repeated, and leaves alone how often. */
        void conflictRetryFor(Duration atMost) {
            conflictRetry = new ConflictRetry(conflictRetry.attempts(), atMost);
        }

        /** Sets how often conflicting work is tried, and leaves alone for how long. */
        void conflictRetryAttempts(int attempts) {
            conflictRetry = new ConflictRetry(attempts, conflictRetry.atMost());
        }

        /**
         * Sets how long {@link Storage#close()} waits for operations under way; ten seconds if not set.
         *
         * @throws ConfigurationException if it is negative or longer than a day
         */
        public Builder closeGrace(Duration grace) {
            closeGrace = StorageOptionSet.CLOSE_GRACE.require(grace);
            return this;
        }

        /** Sets what opening may do to the database's schema; {@link SchemaMode#MIGRATE} if not set. */
        public Builder schemaMode(SchemaMode mode) {
            schemaMode = Objects.requireNonNull(mode, "schemaMode");
            return this;
        }

        /** Sets when documents written by other versions of a program are brought into indexes; {@link IndexBuildMode#AT_OPEN} if not set. */
        public Builder indexBuildMode(IndexBuildMode mode) {
            indexBuildMode = Objects.requireNonNull(mode, "indexBuildMode");
            return this;
        }

        /**
         * Adds one who is told what the storage does, behind those there are; none if not called. Without any, nothing is measured and
         * nothing is lost.
         */
        public Builder listener(StorageListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets from what duration on each operation and transaction is logged at WARN, with collection, outcome and attempts and without
         * any value; zero, if not set, for never. Measuring that takes some tens of nanoseconds of each operation.
         *
         * @throws ConfigurationException if it is negative
         */
        public Builder slowOperationThreshold(Duration threshold) {
            if (threshold.isNegative()) {
                throw new ConfigurationException("slowOperationThreshold", "is negative");
            }
            slowOperationThreshold = threshold;
            return this;
        }

        /** Sets what signs the tokens of pages and of {@link Storage#position()}; {@link PageTokenKey#wellKnown()} if not set. */
        public Builder pageTokenKey(PageTokenKey key) {
            pageTokenKey = Objects.requireNonNull(key, "pageTokenKey");
            return this;
        }

        /**
         * Sets for how long an operation or transaction is begun again after the database was found away: a server that restarts, a
         * connection that died. One second if not set, zero for never. Only what was certainly not applied is repeated, and all reads;
         * never what {@linkplain StorageException#outcomeUnknown() may have been applied}, after a transaction's deadline, or after the
         * storage was closed. Between attempts the thread pauses for 10 to 100 milliseconds.
         *
         * @throws ConfigurationException if it is negative or longer than a day
         */
        public Builder outageRetry(Duration atMost) {
            outageRetry = StorageOptionSet.OUTAGE_RETRY.require(atMost);
            return this;
        }

        /**
         * Sets whether each stream remembers the stack trace of where it was opened, for the warning about one that was never closed; that
         * takes microseconds for each stream. {@code false} if not set: the warning comes all the same, without the place.
         */
        public Builder leakDetection(boolean detect) {
            leakDetection = detect;
            return this;
        }

        /**
         * Sets where the reads of the storage's collections go that are no part of a transaction; {@link ReadPreference#PRIMARY} if not set.
         * {@link DocumentCollection#reading} chooses for single calls. Backends without standbys read where they always do.
         */
        public Builder readPreference(ReadPreference preference) {
            readPreference = Objects.requireNonNull(preference, "readPreference");
            return this;
        }

        /**
         * Sets how long a read that prefers a standby waits for it to have what the read must show, before it goes to the primary; 100
         * milliseconds if not set. Zero asks the standby once.
         *
         * @throws ConfigurationException if it is negative or longer than a minute
         */
        public Builder standbyWait(Duration atMost) {
            standbyWait = StorageOptionSet.STANDBY_WAIT.require(atMost);
            return this;
        }

        /** Returns the options. */
        public StorageOptions build() {
            return new StorageOptions(this);
        }
    }
}
