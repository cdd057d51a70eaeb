// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record as read from a database.
 *
 * @param key the key
 * @param revision grows by one with each write of this record
 * @param dataVersion the version of the body's shape, as given with the last put
 * @param createdAt when the record was inserted; kept by later writes
 * @param updatedAt when it was last written; moves with each write
 * @param body the JSON, equal as a value to what was written; empty if not asked for
 * @param content the content; empty if there is none or it was not asked for
 * @param bytes how many bytes body and content take as they are stored, as {@link Write#bytes}; empty if it was not asked for
 */
public record StoredRecord(
        String key,
        long revision,
        int dataVersion,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> body,
        Optional<ContentFrame> content,
        OptionalLong bytes) {

    /** A record of which the size was not asked for. */
    public StoredRecord(
            String key,
            long revision,
            int dataVersion,
            Instant createdAt,
            Instant updatedAt,
            Optional<String> body,
            Optional<ContentFrame> content) {
        this(key, revision, dataVersion, createdAt, updatedAt, body, content, OptionalLong.empty());
    }

    /** Returns this record with the parts that were asked for, as far as it has them. */
    public StoredRecord only(Projection parts) {
        return new StoredRecord(
                key,
                revision,
                dataVersion,
                createdAt,
                updatedAt,
                parts.body() ? body : Optional.empty(),
                parts.content() ? content : Optional.empty(),
                parts.size() ? bytes : OptionalLong.empty());
    }

    /**
     * Returns this record with its size, for backends that have body and content at hand.
     *
     * @param bodyBytes the length of the body in bytes of UTF-8
     */
    public StoredRecord sized(int bodyBytes) {
        long contentBytes = content.map(frame -> frame.bytes().length).orElse(0);
        return new StoredRecord(
                key,
                revision,
                dataVersion,
                createdAt,
                updatedAt,
                body,
                content,
                OptionalLong.of(bodyBytes + contentBytes));
    }
}
