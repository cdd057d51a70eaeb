// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a storage does the same way on each backend. Immutable.
 *
 * @param clock the source of every timestamp and age
 * @param mapper maps documents to JSON; not changed by the storage, and not to be reconfigured by its owner any more
 * @param conflictRetry how often conflicting work is repeated
 * @param closeGrace how long {@link Storage#close()} waits for operations under way
 * @param schemaMode what opening may do to the database's schema
 * @param indexBuildMode when documents written by other versions of a program are brought into indexes
 * @param schemaListener hears how the building of indexes goes on
 * @param pageTokenKey signs the tokens of pages
 */
public record StorageOptions(
        InstantSource clock,
        ObjectMapper mapper,
        ConflictRetry conflictRetry,
        Duration closeGrace,
        SchemaMode schemaMode,
        IndexBuildMode indexBuildMode,
        SchemaListener schemaListener,
        PageTokenKey pageTokenKey) {

    /** Refuses a negative grace. */
    public StorageOptions {
        if (closeGrace.isNegative()) {
            throw new ConfigurationException("closeGrace", "is negative");
        }
    }

    /**
     * Returns the system clock, {@link #defaultMapper()}, {@link ConflictRetry#defaults()}, a grace of ten seconds,
     * {@link SchemaMode#MIGRATE}, {@link IndexBuildMode#AT_OPEN}, a listener that does nothing and {@link PageTokenKey#wellKnown()}.
     */
    public static StorageOptions defaults() {
        return new StorageOptions(
                InstantSource.system(),
                defaultMapper(),
                ConflictRetry.defaults(),
                Duration.ofSeconds(10),
                SchemaMode.MIGRATE,
                IndexBuildMode.AT_OPEN,
                progress -> {},
                PageTokenKey.wellKnown());
    }

    /**
     * Returns a new mapper as the library uses it by default: records, {@code java.time} as ISO-8601 text, {@code Optional}. A
     * member that the Java type does not know is refused, because it would be lost at the next write.
     */
    public static ObjectMapper defaultMapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }

    /** Returns these options with another clock. */
    public StorageOptions withClock(InstantSource newClock) {
        return new StorageOptions(
                newClock, mapper, conflictRetry, closeGrace, schemaMode, indexBuildMode, schemaListener, pageTokenKey);
    }

    /** Returns these options with another mapper. */
    public StorageOptions withMapper(ObjectMapper newMapper) {
        return new StorageOptions(
                clock, newMapper, conflictRetry, closeGrace, schemaMode, indexBuildMode, schemaListener, pageTokenKey);
    }

    /** Returns these options with another bound for repeating conflicting work. */
    public StorageOptions withConflictRetry(ConflictRetry newConflictRetry) {
        return new StorageOptions(
                clock, mapper, newConflictRetry, closeGrace, schemaMode, indexBuildMode, schemaListener, pageTokenKey);
    }

    /** Returns these options with another grace for closing. */
    public StorageOptions withCloseGrace(Duration newCloseGrace) {
        return new StorageOptions(
                clock, mapper, conflictRetry, newCloseGrace, schemaMode, indexBuildMode, schemaListener, pageTokenKey);
    }

    /** Returns these options with another schema mode. */
    public StorageOptions withSchemaMode(SchemaMode newSchemaMode) {
        return new StorageOptions(
                clock, mapper, conflictRetry, closeGrace, newSchemaMode, indexBuildMode, schemaListener, pageTokenKey);
    }

    /** Returns these options with another time for indexing. */
    public StorageOptions withIndexBuildMode(IndexBuildMode newIndexing) {
        return new StorageOptions(
                clock, mapper, conflictRetry, closeGrace, schemaMode, newIndexing, schemaListener, pageTokenKey);
    }

    /** Returns these options with another listener. */
    public StorageOptions withSchemaListener(SchemaListener newSchemaListener) {
        return new StorageOptions(
                clock, mapper, conflictRetry, closeGrace, schemaMode, indexBuildMode, newSchemaListener, pageTokenKey);
    }

    /** Returns these options with another key for page tokens. */
    public StorageOptions withPageTokenKey(PageTokenKey newPageTokenKey) {
        return new StorageOptions(
                clock, mapper, conflictRetry, closeGrace, schemaMode, indexBuildMode, schemaListener, newPageTokenKey);
    }
}
