// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Instant;

/**
 * What is stored of a document besides its value.
 *
 * @param key its key
 * @param revision grows by one with each write
 * @param dataVersion the {@linkplain CollectionSpec#version() data version} it was written with
 * @param createdAt when it was inserted, in microseconds
 * @param updatedAt when it was last written, in microseconds
 * @param bytes the size of its canonical JSON in bytes of UTF-8 and of its content as stored, together
 */
public record StoredMetadata(
        String key, long revision, int dataVersion, Instant createdAt, Instant updatedAt, long bytes) {}
