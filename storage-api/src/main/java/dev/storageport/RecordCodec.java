// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Turns the documents of one collection into records and back. */
final class RecordCodec<T> {

    /**
     * New documents begin at a random revision below 2^52: after deleting and inserting again, the chance that an old expectation
     * fits is the number of writes in between divided by 2^52, without tombstones or a shared counter. Numbers up to 2^53 are exact
     * in JavaScript and in any JSON reader.
     */
    private static final long FIRST_REVISIONS = 1L << 52;

    private final CollectionSpec<T> spec;
    private final JsonCodec<T> codec;

    RecordCodec(CollectionSpec<T> spec, JsonCodec<T> codec) {
        this.spec = spec;
        this.codec = codec;
    }

    Write.Put put(String key, T value, ContentChange content, Precondition precondition, Instant now) {
        TextRules.key(spec.name(), key);
        String document = TextRules.document(spec.name(), key);
        CanonicalText body = encode(document, key, value);
        return new Write.Put(
                spec.definition(),
                key,
                precondition,
                body.json(),
                (int) body.bytes(),
                spec.version(),
                indexValues(document, value),
                content,
                ThreadLocalRandom.current().nextLong(1, FIRST_REVISIONS),
                now);
    }

    private CanonicalText encode(String document, String key, T value) {
        CanonicalText body = codec.encode(document, key, value);
        if (body.bytes() > Limits.BODY_BYTES) {
            throw new LimitExceededException(document, Limits.BODY_BYTES, "bytes of canonical JSON");
        }
        return body;
    }

    private Map<String, IndexValue> indexValues(String document, T value) {
        Map<String, IndexValue> values = new HashMap<>();
        for (DeclaredIndex<T> index : spec.indexes()) {
            IndexValue indexed = index.valueOf(document, value);
            if (indexed != null) {
                values.put(index.name(), indexed);
            }
        }
        return values;
    }

    /** Returns the document of a put that was applied; empty if its precondition did not hold. */
    Optional<Stored<T>> written(String key, T value, WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written now) {
            return Optional.of(
                    new Stored<>(key, value, now.revision(), spec.version(), now.createdAt(), now.updatedAt()));
        }
        return Optional.empty();
    }

    /**
     * Returns the write that brings a record to this program's indexes, and if wished to its data version, without changing the
     * document.
     */
    Write.Reindex reindexed(StoredRecord entry, boolean upgraded) {
        T value = value(entry);
        String document = TextRules.document(spec.name(), entry.key());
        Optional<Write.Body> body = Optional.empty();
        if (upgraded) {
            CanonicalText text = encode(document, entry.key(), value);
            body = Optional.of(new Write.Body(text.json(), (int) text.bytes(), spec.version()));
        }
        return new Write.Reindex(spec.definition(), entry.key(), entry.revision(), body, indexValues(document, value));
    }

    Stored<T> stored(StoredRecord entry) {
        return new Stored<>(
                entry.key(), value(entry), entry.revision(), entry.dataVersion(), entry.createdAt(), entry.updatedAt());
    }

    private T value(StoredRecord entry) {
        if (entry.dataVersion() > spec.version()) {
            throw new SchemaException(
                    TextRules.document(spec.name(), entry.key()) + ": was written with data version "
                            + entry.dataVersion() + ", this program knows versions up to " + spec.version(),
                    null);
        }
        return codec.decode(entry.key(), entry.body().orElseThrow(), spec.upcastsFrom(entry.dataVersion()));
    }

    Optional<Content> content(StoredRecord entry) {
        return entry.content().map(frame -> ContentCodec.decode(spec.name(), entry.key(), frame));
    }
}
