// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * A batch of documents was brought into an index that is being built.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param index the name of the index
 * @param done how many documents were brought into the index so far by this run
 * @param total how many documents the collection had when this run began, those among them that were in the index before
 * @param finished whether no document is left
 * @param elapsed for how long this run has been going on
 */
public record IndexBuildAdvanced(
        String backend, String collection, String index, long done, long total, boolean finished, Duration elapsed) {}
