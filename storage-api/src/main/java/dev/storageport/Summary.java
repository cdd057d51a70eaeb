// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Figures over all documents of a collection, from one snapshot. Ages count from {@code updatedAt}; percentiles are nearest rank:
 * the age of the document at rank {@code ceil(p / 100 * documents)}, youngest first, so each is the age of a document.
 *
 * @param documents how many there are
 * @param bodyBytes the size of their canonical JSON in bytes of UTF-8
 * @param contentBytes the size of their contents before compression, in bytes
 * @param contentStoredBytes the size of their contents as stored, in bytes
 * @param oldest the earliest {@code updatedAt}; empty if there are no documents
 * @param newest the latest {@code updatedAt}; empty if there are no documents
 * @param ageP50 the median age; empty if there are no documents
 * @param ageP90 the age that 90 % do not exceed; empty if there are no documents
 * @param ageP99 the age that 99 % do not exceed; empty if there are no documents
 */
public record Summary(
        long documents,
        long bodyBytes,
        long contentBytes,
        long contentStoredBytes,
        Optional<Instant> oldest,
        Optional<Instant> newest,
        Optional<Duration> ageP50,
        Optional<Duration> ageP90,
        Optional<Duration> ageP99) {}
