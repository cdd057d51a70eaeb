// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One change of one record. Every write of an existing record, except {@link Reindex}, adds one to its revision and sets
 * {@code updatedAt} to the later of the given time and one microsecond after the stored {@code updatedAt}. Times, revision and data version always come from
 * here, never from the database.
 */
public sealed interface Write {

    /** Returns the collection written to. */
    CollectionDefinition collection();

    /** Returns the key written to. */
    String key();

    /** Returns how many bytes this brings: those of its body and of its content as it is stored. */
    default long bytes() {
        return 0;
    }

    /**
     * Inserts a record, or replaces body, data version and index values of the stored one, whose {@code createdAt} stays. Afterwards the
     * record is up to date in every index that the collection's definition declares, and stale in those of other programs, whose values stay
     * as they are until somebody reindexes it: see {@link RecordChange#upToDate}.
     *
     * @param collection the collection
     * @param key the key
     * @param precondition what must hold
     * @param body canonical JSON
     * @param bodyBytes the length of the body in bytes of UTF-8, stored beside it for statistics
     * @param dataVersion the version of the body's shape
     * @param indexValues the values by index name; an index without an entry does not find the document
     * @param content what happens to the content
     * @param firstRevision the revision of the record if this write inserts it; drawn at random, so that a record deleted and
     *     inserted again does not meet an old expectation. Of puts that a backend applies together it may take one of theirs and count on
     * @param now the time of the write, in whole microseconds. Of puts of several callers that a backend applies together it may take the
     *     latest, which is behind the beginning of each call
     */
    record Put(
            CollectionDefinition collection,
            String key,
            Precondition precondition,
            String body,
            int bodyBytes,
            int dataVersion,
            Map<String, IndexValue> indexValues,
            ContentChange content,
            long firstRevision,
            Instant now)
            implements Write {

        /** Copies the map. */
        public Put {
            indexValues = Map.copyOf(indexValues);
        }

        @Override
        public long bytes() {
            return bodyBytes
                    + (content instanceof ContentChange.Replace replace
                            ? (long) replace.frame().bytes().length
                            : 0);
        }

        /** Returns this write with another precondition. */
        public Put with(Precondition condition) {
            return new Put(
                    collection, key, condition, body, bodyBytes, dataVersion, indexValues, content, firstRevision, now);
        }
    }

    /**
     * Moves revision and {@code updatedAt} of a stored record and nothing else, so the record is up to date in the same indexes as before; not
     * applied if there is none.
     *
     * @param collection the collection
     * @param key the key
     * @param now the time of the write, in whole microseconds
     */
    record Touch(CollectionDefinition collection, String key, Instant now) implements Write {}

    /**
     * Brings a stored record to the shape that this program declares, without changing the document: replaces its index values, and
     * its body if one is given, and moves neither revision nor times. Afterwards the record is up to date in every declared index,
     * and in others as before. Not applied if there is no such record or its revision differs; otherwise its outcome is
     * {@link WriteOutcome.Written} with what is stored.
     *
     * @param collection the collection
     * @param key the key
     * @param revision the revision that the record must have
     * @param body the new body; empty: the stored one stays
     * @param indexValues the values by index name, as for {@link Put}
     */
    record Reindex(
            CollectionDefinition collection,
            String key,
            long revision,
            Optional<Body> body,
            Map<String, IndexValue> indexValues)
            implements Write {

        /** Copies the map. */
        public Reindex {
            indexValues = Map.copyOf(indexValues);
        }

        @Override
        public long bytes() {
            return body.map(Body::bytes).orElse(0);
        }
    }

    /**
     * A body.
     *
     * @param json canonical JSON
     * @param bytes its length in bytes of UTF-8
     * @param dataVersion the version of its shape
     */
    record Body(String json, int bytes, int dataVersion) {}

    /**
     * Deletes a record with its content; not applied if there is none or the precondition does not hold.
     *
     * @param collection the collection
     * @param key the key
     * @param precondition what must hold; {@link Precondition.Absent} has no meaning here
     */
    record Delete(CollectionDefinition collection, String key, Precondition precondition) implements Write {

        /** Returns this write with another precondition. */
        public Delete with(Precondition condition) {
            return new Delete(collection, key, condition);
        }
    }
}
