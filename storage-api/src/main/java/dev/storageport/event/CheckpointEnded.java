// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * The log of writes of an embedded database was moved to its file, or as much of it as readers allowed.
 *
 * @param backend the backend's name, for instance {@code SQLite}
 * @param complete whether all of it was moved, so that the log begins anew
 * @param logBytes how long the log was, in bytes
 * @param duration how long it took
 */
public record CheckpointEnded(String backend, boolean complete, long logBytes, Duration duration) {}
